-- Which paragraphs are open, for the structure of a tagged PDF.
--
-- A paragraph within a box that stands in a paragraph belongs to that one. Paragraphs that end without being told of it
-- (at the end of a box) are closed when the next one begins, or what they stand in ends.

local tags = {}

local CONTENT = luatexbase.attributes["g__tag_mc_type_attr"]
local NUMBER = luatexbase.attributes["g__tag_mc_cnt_attr"]
local NONE = -0x7FFFFFFF
local open = {}
local last = 0

local function tell(text)
  tex.sprint(luatexbase.registernumber("catcodetable@atletter"), text)
end

-- Close what is open at that depth or deeper, but nothing outside of a note.
local function close(depth)
  local text = ""
  while #open > 0 and not open[#open].note and open[#open].depth >= depth do
    text = text .. "\\SBtag@close{" .. open[#open].count .. "}"
    open[#open] = nil
  end
  return text
end

-- A paragraph begins: what has to be done for it.
function tags.begin()
  if status.output_active then
    return
  end
  local depth = tex.nest.ptr
  local text = close(depth)
  local top = open[#open]
  if not top or top.note then
    open[#open + 1] = { depth = depth, count = 0 }
    text = text .. "\\SBtag@open"
  end
  tell(text)
end

-- So many elements have been opened for the paragraph.
function tags.opened(count)
  open[#open].count = count
end

-- A paragraph ends.
function tags.finish()
  local top = open[#open]
  if not status.output_active and top and not top.note and top.depth == tex.nest.ptr then
    tell(close(top.depth))
  end
end

-- Something other than a paragraph begins or ends here: paragraphs within what stands before it are over.
function tags.flush()
  tell(close(tex.nest.ptr + 1))
end

-- A note begins and ends: its paragraphs are its own.
function tags.note()
  open[#open + 1] = { note = true }
end

function tags.unnote()
  local text = close(0)
  open[#open] = nil
  tell(text)
end

-- A heading of that level, or the one below the last heading's: no level is left out.
function tags.heading(level)
  last = math.min(level, last + 1, 6)
  tex.sprint("H" .. last)
end

local kept = {}

-- What is typeset from here on belongs to the piece of content that was kept; without one, it belongs to nothing.
function tags.keep(name)
  kept[name] = { tex.getattribute(CONTENT), tex.getattribute(NUMBER) }
end

function tags.take(name)
  tex.setattribute("global", CONTENT, kept[name][1])
  tex.setattribute("global", NUMBER, kept[name][2])
end

function tags.leave()
  tex.setattribute("global", CONTENT, NONE)
  tex.setattribute("global", NUMBER, NONE)
end

-- What is in that list of nodes belongs to nothing: it repeats what was told already.
function tags.silence(head)
  for n in node.traverse(head) do
    node.unset_attribute(n, CONTENT)
    node.unset_attribute(n, NUMBER)
    if n.id == node.id("hlist") or n.id == node.id("vlist") then
      tags.silence(n.head)
    end
  end
end

function tags.silence_box(register)
  if tex.box[register] then
    tags.silence(tex.box[register].head)
  end
end

local OPENING = { [0x201C] = true, [0x2018] = true, [0xAB] = true, [0x201E] = true, [0x28] = true, [0x5B] = true }
local SPACE = luatexbase.attributes["g__tag_interwordspace_attr"]

local KERN, PENALTY, GLUE = node.id("kern"), node.id("penalty"), node.id("glue")

local function join(head)
  for n in node.traverse_id(node.id("glyph"), head) do
    local after = OPENING[n.char] and n.next
    while after and (after.id == KERN or after.id == PENALTY or after.id == GLUE) do
      if after.id == GLUE then
        node.unset_attribute(after, SPACE)
      end
      after = after.next
    end
  end
  return head
end

-- No space is told of between an opening sign and what it opens, whatever glue stands there.
function tags.join_quotations()
  for _, name in ipairs({ "pre_linebreak_filter", "hpack_filter" }) do
    luatexbase.add_to_callback(name, join, "stagebrief.join_quotations")
  end
end

return tags
