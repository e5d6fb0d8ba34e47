"""What is measured: each section tries every system in turn, round by round."""
