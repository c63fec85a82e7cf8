-- Counts one payment in every window of its user, unless it was counted before.
-- KEYS: marker of the payment, then one hash per window
-- ARGV: life of the marker (ms), sum field, minor units, then the length (ms) of each window
-- Answers "count sum count sum ...", in the order of the windows.
local first = redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1])
local totals = {}
for i = 2, #KEYS do
  if first then
    local count = redis.call('HINCRBY', KEYS[i], 'count', 1)
    -- Protected: a sum that no longer fits stays what it is, far above any limit.
    redis.pcall('HINCRBY', KEYS[i], ARGV[2], ARGV[3])
    if count == 1 then
      redis.call('PEXPIRE', KEYS[i], ARGV[i + 2])
    end
  end
  totals[#totals + 1] = redis.call('HGET', KEYS[i], 'count') or '0'
  totals[#totals + 1] = redis.call('HGET', KEYS[i], ARGV[2]) or '0'
end
return table.concat(totals, ' ')
