"""The MCP door: tools, prompts and resources that read, for programs that speak that protocol.

It is a client of the API, of one in the same process or of one far away: what it answers is the
API's own answer, and what its tools take is made of the API's own description. Only
`api.mcp.server` knows the SDK.
"""
