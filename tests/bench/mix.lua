-- Requests from a file, one a line: method, address, and where there are any body and headers,
-- parted by tabs. Begins at a line of its own in every run; prints what it took as JSON.
local requests, at = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local fields = {}
    for field in (line .. "\t"):gmatch("([^\t]*)\t") do fields[#fields + 1] = field end
    local headers = {}
    for name, value in (fields[4] or ""):gmatch("([%w-]+): ([^;]*);") do headers[name] = value end
    local body = fields[3]
    if body == "" then body = nil end
    requests[#requests + 1] = wrk.format(fields[1], fields[2], headers, body)
  end
  at = tonumber(args[2]) or 0
end

function request()
  at = at + 1
  return requests[(at - 1) % #requests + 1]
end

function done(summary, latency, _)
  local e = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.6f, "p50": %.6f, "p95": %.6f, "p99": %.6f, "bytes": %d, ' ..
    '"errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, summary.bytes,
    e.connect + e.read + e.write + e.status + e.timeout))
end
