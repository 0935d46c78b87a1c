-- What notes and sources need to know of texts: of the field of a source, and of what stands before a citation.

local sources = {}

local NUMBERS = "^[0-9ivxlcIVXLC, \u{2013}-]+$"
local OPENING = {[40] = true, [91] = true, [171] = true, [8216] = true, [8218] = true, [8220] = true, [8222] = true, [32] = true}
local CLOSING = {[41] = true, [93] = true, [187] = true, [8217] = true, [8221] = true, [34] = true, [39] = true}
-- Behind these a sentence or a part of one begins: . ! ? : ; and the dots.
local ENDING = {[46] = true, [33] = true, [63] = true, [58] = true, [59] = true, [8230] = true, [1567] = true, [1563] = true}

local function field(name)
  return token.get_macro("abx@field@" .. name) or ""
end

local function begins(text, head)
  return text:sub(1, #head) == head
end

local function choose(found)
  tex.sprint(found and "\\SByes" or "\\SBno")
end

-- Whether the place that is cited begins with a page, or is none but words of the author's.
function sources.if_pages(name)
  local text = field(name)
  choose(text:find(NUMBERS) or begins(text, "\\pnfmt") or begins(text, "\\SBpage"))
end

function sources.if_bare(name)
  choose(begins(field(name), "\\SBbare") or field(name):find("^[)%]]"))
end

-- Whether words before a source end with an opening bracket, and words behind it begin with a closing one.
function sources.if_open(name)
  choose(field(name):find("[%(%[]$"))
end

function sources.if_closing(name)
  choose(field(name):find("^[)%]]"))
end

-- Whether a title says what the source is, and is none: a review, an interview.
function sources.if_generic(name)
  local text = field(name):gsub("^[{ ]+", "")
  choose(begins(text, "Review of ") or begins(text, "Interview by ") or begins(text, "Interview with "))
end

-- Whether a text begins with a small letter, as in `paper presented at …`.
function sources.if_small(name)
  local first = field(name):match("^[{ ]*([^{ ].*)")
  local code = first and utf8.codepoint(first, 1)
  choose(code and tex.getuccode(code) ~= 0 and tex.getuccode(code) ~= code)
end

-- Whether a title holds a name.
function sources.if_holds(name, part)
  choose(part ~= "" and field(name):find(part, 1, true))
end

-- The field's text with a small letter at its head if it is `small`; the work that is reviewed is slanted.
function sources.generic(name, small)
  local before, first, rest = field(name):match("^([{ ]*)([A-Z])(.*)$")
  local head, work, maker = rest:match("^(eview of )([^{}]+)(, by .*)$")
  if work then
    rest = head .. "\\mkbibemph{" .. work .. "}" .. maker
  end
  tex.sprint(-1, before .. (small and first:lower() or first) .. rest)
end

-- The last number of a range as Chicago has it: 71–72, 100–104, 101–8, 321–28, 1496–504.
local function shortened(first, last)
  local from, within = tonumber(first), tonumber(first) % 100
  if from < 100 or within == 0 or #first ~= #last or tonumber(last) <= from then
    return last
  end
  local same = 0
  while first:sub(same + 1, same + 1) == last:sub(same + 1, same + 1) do
    same = same + 1
  end
  return last:sub(math.min(same + 1, within < 10 and #last or #last - 1))
end

-- Whether a text is numbers of pages; \SBranges has them with the last of each range shortened.
function sources.if_ranges(text)
  local plain = text:gsub("\\bibrangedash *", "-")
  local found = plain:find(NUMBERS)
  if found then
    token.set_macro("SBranges", (plain:gsub("(%d+) *%-+ *(%d+)", function(first, last)
      return first .. "-" .. shortened(first, last)
    end)))
  end
  choose(found)
end

local function last_glyph()
  local tail = tex.nest[tex.nest.ptr].tail
  local spaced = false
  while tail do
    if tail.id == node.id("glyph") then
      return tail, spaced
    elseif tail.id == node.id("glue") then
      spaced = true
    elseif tail.id ~= node.id("penalty") and tail.id ~= node.id("kern") and tail.id ~= node.id("whatsit")
      and tail.id ~= node.id("disc") then
      return nil, true
    end
    tail = tail.prev
  end
  return nil, true
end

-- A space before a citation in the text, but not behind an opening bracket or quotation mark, nor before a note.
function sources.space()
  local glyph, spaced = last_glyph()
  if glyph and not spaced and not OPENING[glyph.char] then
    tex.sprint(" ")
  end
end

-- Whether a citation within a note stands by itself: at the head of the note or of a sentence, or in brackets already.
function sources.if_alone()
  local glyph, spaced = last_glyph()
  local found = glyph
  while found and found.id == node.id("glyph") and CLOSING[found.char] do
    found = found.prev
  end
  if glyph and not spaced and not OPENING[glyph.char] then
    tex.sprint(" ")
  end
  choose(not found or found.id ~= node.id("glyph") or ENDING[found.char] or OPENING[found.char])
end

-- Let that macro give all capital letters of Unicode the space factor of small ones, as biblatex would have it.
function sources.capitals(macro)
  local path = kpse.find_file("UnicodeData.txt")
  local file = path and io.open(path)
  if not file then
    return
  end
  local codes = {}
  for code in ("\n" .. file:read("a")):gmatch("\n(%x+);[^;\n]*;Lu;") do
    codes[#codes + 1] = '\\sfcode"' .. code .. "=1000 "
  end
  file:close()
  token.set_macro(macro:sub(2), table.concat(codes), "global")
end

return sources
