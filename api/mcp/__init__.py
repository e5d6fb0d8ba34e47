"""The MCP door: four tools that read, for programs that speak the Model Context Protocol.

Only `api.mcp.server` knows the SDK; arguments, answers and tools are our own.
"""
