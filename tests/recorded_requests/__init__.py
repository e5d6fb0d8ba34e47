"""200 requests with their answers as recorded: what a client sees must not change unnoticed."""
