"""The scripts that charge windows in Valkey: all of a request's in one call, atomically, by Valkey's own clock.

They are `counting`, in Lua. A window is one string of some 60 bytes (MessagePack), which expires when nothing of it
counts any more. All keys of a call must be on one shard of a cluster, so all have the tag `{limits}`.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from lyceum.platform.limits.counting import LONG_HOLD_MS, LONGEST_HOLD_MS, PARTS, STEP_BACK_MS

_CONSTANTS: Final = f"""
local PARTS, LONGEST_HOLD, STEP_BACK, LONG_HOLD = {PARTS}, {LONGEST_HOLD_MS}, {STEP_BACK_MS}, {LONG_HOLD_MS}
"""

_COMMON: Final = """
local OLDEST, NEWEST = 7, 7 + PARTS
local floor, max, min = math.floor, math.max, math.min
-- part, told, held, refused, strikes, level, then the counts, the oldest first
local PART, TOLD, HELD, REFUSED, STRIKES, LEVEL = 1, 2, 3, 4, 5, 6

local function the_time(given)
  if given ~= '' then return tonumber(given) end
  local moment = redis.call('TIME')
  return moment[1] * 1000 + floor(moment[2] / 1000)
end

local function tally_of(key)
  local kept = redis.call('GET', key)
  if kept then return cmsgpack.unpack(kept) end
end

local function keep(key, tally, part_ms, now)
  local life = part_ms * (PARTS + 1)
  if tally[LEVEL] > 0 then life = max(life, tally[REFUSED] - now + tally[LEVEL] * STEP_BACK) end
  life = max(life, tally[TOLD] - now, tally[HELD] - now)
  -- A time that was handed in does not go as fast as Valkey's.
  if ARGV[1] ~= '' then life = life + 600000 end
  redis.call('SET', key, cmsgpack.pack(tally), 'PX', string.format('%.0f', life))
end
"""

_CHARGE: Final = """
local function at(tally, part, now)
  local fresh = {part, 0, 0, 0, 0, 0}
  for place = OLDEST, NEWEST do fresh[place] = 0 end
  if not tally then return fresh end
  local gone = part - tally[PART]
  if gone == 0 then return tally end
  for field = TOLD, LEVEL do fresh[field] = tally[field] end
  if gone < 0 then
    for place = OLDEST, NEWEST do fresh[NEWEST] = fresh[NEWEST] + tally[place] end
    fresh[TOLD], fresh[HELD] = 0, min(tally[HELD], now + LONGEST_HOLD)
    return fresh
  end
  for place = OLDEST + gone, NEWEST do fresh[place - gone] = tally[place] end
  return fresh
end

local function hold_of(span, level)
  if level == 0 then return 0 end
  return min(span * 2 ^ (level - 1), LONGEST_HOLD)
end

-- How long to wait from now on, and whether a long hold has just begun.
local function refuse(tally, span, patience, now, wait)
  local level, strikes, news = tally[LEVEL], 0, 0
  if level > 0 then level = max(level - floor(max(now - tally[REFUSED], 0) / STEP_BACK), 0) end
  if now < tally[TOLD] then strikes = tally[STRIKES] + 1 end
  if patience > 0 and strikes >= patience then
    local before = hold_of(span, level)
    strikes, level = 0, min(level + 1, 16)
    local hold = hold_of(span, level)
    if before < LONG_HOLD and LONG_HOLD <= hold then news = 1 end
    tally[HELD] = max(tally[HELD], now + hold)
    wait = max(wait, hold)
  end
  tally[TOLD] = max(tally[TOLD], now + wait)
  tally[REFUSED], tally[STRIKES], tally[LEVEL] = now, strikes, level
  return wait, news
end

local now, cost, hidden = the_time(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local windows = #KEYS
if ARGV[4] ~= '' then windows = windows - 1 end
local tallies, longest, culprit, told = {}, 0, 0, 0
local tightest, share, left, renewal = 0, 2, 0, 0
for number = 1, windows do
  local base = 2 + 4 * number
  local limit, span, part_ms, patience = ARGV[base], ARGV[base + 1], ARGV[base + 2], ARGV[base + 3]
  limit, span, part_ms, patience = tonumber(limit), tonumber(span), tonumber(part_ms), tonumber(patience)
  local part = floor(now / part_ms)
  local tally = at(tally_of(KEYS[number]), part, now)
  local sum, oldest = 0, 0
  for place = OLDEST, NEWEST do
    local count = tally[place]
    if count > 0 then
      sum = sum + count
      if oldest == 0 then oldest = place end
    end
  end
  local wait, freed, place = 0, 0, OLDEST
  while freed < sum + cost - limit and place <= NEWEST do
    freed = freed + tally[place]
    wait = (part + place - OLDEST + 1) * part_ms - now
    place = place + 1
  end
  wait = max(wait, tally[HELD] - now)
  if wait > 0 then
    local asked, news = refuse(tally, span, patience, now, wait)
    keep(KEYS[number], tally, part_ms, now)
    if asked > longest then longest, culprit = asked, number end
    if news == 1 then told = number end
  elseif longest == 0 then
    tally[NEWEST] = tally[NEWEST] + cost
    tallies[number] = {tally, part_ms}
    local room = limit - sum - cost
    if number > hidden and room / limit < share then
      tightest, share, left = number, room / limit, room
      renewal = (part + (oldest == 0 and PARTS or oldest - OLDEST) + 1) * part_ms - now
    end
  end
end
if longest > 0 then
  return table.concat({'0', now, culprit, longest, told}, ' ')
end
for number = 1, windows do
  local charged = tallies[number]
  keep(KEYS[number], charged[1], charged[2], now)
end
local epoch = '-'
if ARGV[4] ~= '' then
  epoch = redis.call('GET', KEYS[#KEYS])
  if not epoch then
    epoch = ARGV[4]
    redis.call('SET', KEYS[#KEYS], epoch, 'EX', ARGV[5])
  end
end
return table.concat({'1', now, tightest, left, renewal, epoch}, ' ')
"""

_GIVE_BACK: Final = """
local charged, cost = tonumber(ARGV[1]), tonumber(ARGV[2])
for number = 1, #KEYS do
  local part_ms = tonumber(ARGV[2 + number])
  local tally = tally_of(KEYS[number])
  if tally then
    local place = floor(charged / part_ms) - tally[PART] + NEWEST
    if place >= OLDEST and place <= NEWEST then
      tally[place] = max(tally[place] - cost, 0)
      redis.call('SET', KEYS[number], cmsgpack.pack(tally), 'KEEPTTL')
    end
  end
end
return '1'
"""


@dataclass(frozen=True, slots=True)
class Script:
    """A Lua script, and the hash Valkey knows it by once it was loaded."""

    source: str
    sha: str

    @classmethod
    def of(cls, source: str) -> "Script":
        """The script with this source."""
        return cls(source, hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest())


CHARGE: Final = Script.of(_CONSTANTS + _COMMON + _CHARGE)
GIVE_BACK: Final = Script.of(_CONSTANTS + _COMMON + _GIVE_BACK)
