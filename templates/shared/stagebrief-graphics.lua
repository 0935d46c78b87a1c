-- Draws timelines: shapes that were laid out beforehand become operators of the PDF, words between them boxes of TeX.
--
-- A shape is a letter and its values, with bars between and a semicolon behind; all is in points, from the upper left corner:
--   r colour left top right bottom             an area
--   l colour left top right bottom width dash  a line
--   d colour x y radius hollow                 a point
--   h colour x y size half turn                the head of an arrow
--   t style x y anchor words                   words

stagebrief_graphics = {}
local graphics = stagebrief_graphics

local BP = 72 / 72.27
-- No piece of an empty stretch of the scale is higher than this, so that a page may end in it.
local PIECE = 36
-- Years, and the numbers of stages, are no nearer to each other than this.
local APART = 9.5
-- From the top of a band to the baseline of its number.
local NUMBER = 9
local CURVE = 0.5523

local function coordinate(value)
  return (string.format("%.2f", value * BP):gsub("%.?0+$", ""))
end

local function operators(...)
  local words = {}
  for index, value in ipairs({ ... }) do
    words[index] = type(value) == "number" and coordinate(value) or value
  end
  return table.concat(words, " ")
end

-- The colour of that name, for areas and for lines.
local function colour(name)
  local known = token.get_macro("\\color@" .. name) or ""
  return known:match("{([%d%. ]+ [rgk]g? [^{}]*)}") or "0 g 0 G"
end

local function parse(text)
  local shapes = {}
  for shape in text:gmatch("%s*([^;]+);") do
    local values = {}
    for value in (shape .. "|"):gmatch("([^|]*)|") do
      values[#values + 1] = tonumber(value) or value
    end
    shapes[#shapes + 1] = values
  end
  return shapes
end

local draw = {}

function draw.r(shape, x, y)
  local left, right, top, bottom = x(shape[3]), x(shape[5]), y(shape[4]), y(shape[6])
  return operators(colour(shape[2]), left, bottom, right - left, top - bottom, "re f")
end

function draw.l(shape, x, y)
  local dash = shape[8] == 1 and "[2 1.6] 0 d" or "[] 0 d"
  return operators(colour(shape[2]), shape[7], "w", dash, x(shape[3]), y(shape[4]), "m", x(shape[5]), y(shape[6]), "l S")
end

local function circle(cx, cy, r)
  local k = CURVE * r
  return operators(cx + r, cy, "m",
    cx + r, cy + k, cx + k, cy + r, cx, cy + r, "c", cx - k, cy + r, cx - r, cy + k, cx - r, cy, "c",
    cx - r, cy - k, cx - k, cy - r, cx, cy - r, "c", cx + k, cy - r, cx + r, cy - k, cx + r, cy, "c h")
end

-- A point has an edge of the ground's colour, so that it is seen on bands and beside others.
function draw.d(shape, x, y)
  local cx, cy, r = x(shape[3]), y(shape[4]), shape[5]
  local edge = operators(colour("SBpaper"), circle(cx, cy, r + 0.6), "f") .. " "
  if shape[6] == 1 then
    return edge .. operators(colour(shape[2]), 0.8, "w [] 0 d", circle(cx, cy, r - 0.4), "S")
  end
  return edge .. operators(colour(shape[2]), circle(cx, cy, r), "f")
end

function draw.h(shape, x, y)
  local tip, size, half = shape[7], shape[5], shape[6]
  local cx, cy = x(shape[3]), y(shape[4])
  local points
  if tip == "down" then
    points = { cx - half, cy, "m", cx + half, cy, "l", cx, cy - size, "l f" }
  else
    local ahead = x(shape[3] + (tip == "left" and -size or size))
    points = { cx, cy - half, "m", cx, cy + half, "l", ahead, cy, "l f" }
  end
  return operators(colour(shape[2]), table.unpack(points))
end

local function paint(shapes, x, y)
  local found = {}
  for _, shape in ipairs(shapes) do
    if draw[shape[1]] then
      found[#found + 1] = draw[shape[1]](shape, x, y)
    end
  end
  return table.concat(found, " ")
end

local function mark(style, x, y, anchor, words)
  return string.format("\\SBmark{%s}{%.2fpt}{%.2fpt}{%s}{%s}", style, x, y, anchor, words)
end

-- A drawing that was laid out for that width, at the place where this is called, in another width.
function graphics.strip(text, meant, width)
  local scale = width / 65536 / meant
  local shapes = parse(text)
  local function x(value) return value * scale end
  local function y(value) return -value end
  tex.sprint("\\SBliteral{" .. paint(shapes, x, y) .. "}")
  for _, shape in ipairs(shapes) do
    if shape[1] == "t" then
      tex.sprint(mark(shape[2], x(shape[3]), shape[4], shape[5], shape[6]))
    end
  end
end

-- How far down the last words of each kind stand, to keep the next apart from them; and numbers of stages for which a piece
-- has no room, so that they stand in the next: it would be painted over them.
local position, last, waiting = 0, {}, {}

function graphics.begin()
  position, last, waiting = 0, {}, {}
end

-- The shapes of a row between two shares of its height, as if nothing else were there; those that are outside are left out.
local function between(shapes, first, final, ends)
  local found = {}
  for _, shape in ipairs(shapes) do
    local kind = shape[1]
    if kind == "r" or kind == "l" then
      local top, bottom = math.max(shape[4], first), math.min(shape[6], final)
      local flat = shape[4] == shape[6] and shape[4] >= first and (shape[4] < final or ends)
      if flat or (bottom > top and shape[4] ~= shape[6]) then
        local copy = { table.unpack(shape) }
        copy[4], copy[6] = top, bottom
        if flat then copy[4], copy[6] = shape[4], shape[6] end
        found[#found + 1] = copy
      end
    elseif shape[4] >= first and (shape[4] < final or ends) then
      found[#found + 1] = shape
    end
  end
  return found
end

-- Whether the band around a number goes on so far within the piece, or to its end.
local function has_band(shapes, number, top, bottom, first, share, height)
  for _, shape in ipairs(shapes) do
    if shape[1] == "r" and shape[3] < number[3] and number[3] < shape[5] then
      local upper, lower = (shape[4] - first) * share, (shape[6] - first) * share
      if upper <= top + 0.1 and lower > top + 0.001 and (lower >= bottom or lower >= height - 0.1) then
        return number.colour == nil or number.colour == shape[2], shape[2], lower
      end
    end
  end
  return false
end

-- The numbers of stages that this piece has room for; the others wait, or are left out where their band ends.
local function numbers_in(shapes, first, share, height, below)
  local asked = waiting
  waiting = {}
  for _, shape in ipairs(shapes) do
    if shape[1] == "t" and shape[2] == "number" then
      local down = (shape[4] - first) * share
      asked[#asked + 1] = { "t", "number", shape[3], down, shape[5], shape[6], begin = down }
    end
  end
  local marks = {}
  for _, number in ipairs(asked) do
    local baseline = number[4] + NUMBER
    local inside, colour, lower = has_band(shapes, number, math.max(0, number.begin), baseline + 2, first, share, height)
    if inside and lower >= baseline + 2 then
      if not last[number[3]] or position + number[4] - last[number[3]] >= APART then
        last[number[3]] = position + number[4]
        marks[#marks + 1] = mark("number", number[3], below + baseline, number[5], number[6])
      end
    elseif inside then
      number[4], number.begin, number.colour = number[4] - height, 0, colour
      waiting[#waiting + 1] = number
    end
  end
  return marks
end

local function piece(shapes, height, share, first, final, below, direction, box, head)
  local function x(value) return direction * value end
  local function y(value) return -(below + (value - first) * share) end
  local within = between(shapes, first, final, final == 1)
  local marks = numbers_in(within, first, share, height, below)
  for _, shape in ipairs(within) do
    if shape[1] == "t" and shape[2] == "year" then
      local down = (shape[4] - first) * share
      if not last.year or position + down - last.year >= APART then
        last.year = position + down
        marks[#marks + 1] = mark("year", shape[3], below + down + 2.4, shape[5], shape[6])
      end
    end
  end
  position = position + height
  tex.sprint(string.format("\\SBaxispiece{%.2fpt}{%s}{%s}{%s}{%s}", height, paint(within, x, y), table.concat(marks), box, head))
end

-- What stands over a row where a page begins with it.
local function head_of(shapes, height, below, direction)
  local function x(value) return direction * value end
  local function y(value) return -(below + value * height) end
  local marks = {}
  for _, shape in ipairs(shapes) do
    if shape[1] == "t" then
      marks[#marks + 1] = mark(shape[2], shape[3], below + NUMBER - 1, shape[5], shape[6])
    end
  end
  return string.format("{%.2fpt}{%s}{%s}", height, paint(shapes, x, y), table.concat(marks))
end

-- One row of a scale down the page. Its words need `height`, the scale gives it `gap`; `below` is how far below the upper edge
-- of the words the row's beginning lies. What is higher than its words may be divided.
function graphics.row(text, head, gap, height, below, direction)
  local shapes = parse(text)
  local words = height / 65536
  local whole = math.max(gap, words, 0.01)
  below = below / 65536
  local over = head_of(parse(head), 16, below, direction)
  local first = words > 0 and words or math.min(PIECE, whole)
  local rest = whole - first
  if rest < PIECE / 4 then
    first, rest = whole, 0
  end
  piece(shapes, first, whole, 0, first / whole, below, direction, words > 0 and 1 or 0, over)
  local count = math.ceil(rest / PIECE)
  for number = 1, count do
    local from, to = first + rest * (number - 1) / count, first + rest * number / count
    piece(shapes, rest / count, whole, from / whole, number == count and 1 or to / whole, below, direction, 0, over)
  end
end

-- Words that are wider than the line, and that no pattern divides, are divided: a hyphen may stand where the line is full.
local GLYPH, DISC, KERN, GLUE, PENALTY = node.id("glyph"), node.id("disc"), node.id("kern"), node.id("glue"), node.id("penalty")

local function hyphen_in(font)
  local wanted = { 0x2D, 0x2010 } -- as TeX does it
  local found = node.new(GLYPH)
  found.font, found.char = font, wanted[2]
  for _, char in ipairs(wanted) do
    if fonts and fonts.hashes.characters[font] and fonts.hashes.characters[font][char] then
      found.char = char
      break
    end
  end
  return found
end

local function width_of(n)
  if n.id == GLYPH then
    return n.width
  elseif n.id == KERN then
    return n.kern
  elseif n.id == DISC then
    return n.replace and node.dimensions(n.replace) or 0
  end
  return 0
end

local function divide(first, final, measure)
  local head = first
  local used, n = 0, first
  while n and n ~= final do
    if n.id == DISC then
      used = 0
    elseif n.id == GLYPH then
      local hyphen = hyphen_in(n.font)
      if used > 0 and used + n.width + hyphen.width > measure then
        local break_here = node.new(DISC)
        break_here.pre = hyphen
        break_here.penalty = 50
        break_here.attr = n.attr
        node.insert_before(first, n, break_here)
        used = 0
      else
        node.free(hyphen)
      end
      used = used + n.width
    else
      used = used + width_of(n)
    end
    n = n.next
  end
end

-- A run of letters without spaces: from one glue or penalty to the next. The widest part between two hyphens counts.
local function too_wide(first, final, measure)
  local used, n = 0, first
  while n and n ~= final do
    used = n.id == DISC and 0 or used + width_of(n)
    if used > measure then
      return true
    end
    n = n.next
  end
  return false
end

local function narrow(head)
  if tex.count.SBnarrowlines == 0 then
    return head
  end
  local measure = tex.hsize - tex.leftskip.width - tex.rightskip.width
  local n = head
  while n do
    if n.id == GLYPH or n.id == DISC then
      local first = n
      while n and (n.id == GLYPH or n.id == DISC or n.id == KERN) do
        n = n.next
      end
      if too_wide(first, n, measure) then
        divide(first, n, measure)
      end
    else
      n = n.next
    end
  end
  return head
end

luatexbase.add_to_callback("pre_linebreak_filter", narrow, "stagebrief_graphics")
