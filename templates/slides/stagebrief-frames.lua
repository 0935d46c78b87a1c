-- Divides the content of a frame by its measured height.
--
-- TeX has typeset the whole content once, into one vertical box. Here its list of lines, boxes and spaces is cut where TeX
-- itself might break a page: into as few frames as hold it, and these about equally full. A table that is cut goes on
-- under a copy of its head. No word is counted and none is typeset twice.

local frames = {}

local HLIST, VLIST, RULE = node.id("hlist"), node.id("vlist"), node.id("rule")
local GLUE, KERN, PENALTY, GLYPH = node.id("glue"), node.id("kern"), node.id("penalty"), node.id("glyph")
local table_attribute = luatexbase.attributes["SBtable"]
local head_attribute = luatexbase.attributes["SBhead"]
local step_attribute = luatexbase.attributes["SBstep"]

-- Between a repeated head and the row below it, in scaled points.
local HEAD_SPACE = 131072

local chunks = {}
-- In thousandths, how small each chunk has to be set; 1000 but for what cannot be cut.
local scales = {}
-- Which steps each chunk has, in order; none but for frames that are to be shown step by step.
local steps = {}
-- How many pages each chunk takes.
local lengths = {}

local function is_box(n)
  return n.id == HLIST or n.id == VLIST or n.id == RULE
end

local is_blank
-- A line without anything to see, such as the one that TeX puts before a displayed formula.
function is_blank(n)
  if n.id ~= HLIST then
    return false
  end
  for inner in node.traverse(n.head) do
    if inner.id == GLYPH or (is_box(inner) and not is_blank(inner)) then
      return false
    end
  end
  return true
end

local function is_discardable(n)
  return n.id == GLUE or n.id == KERN or n.id == PENALTY
end

local function height_of(n)
  if is_box(n) then
    return n.height + n.depth
  elseif n.id == GLUE then
    return n.width
  elseif n.id == KERN then
    return n.kern
  end
  return 0
end

-- Where a page might end before node n, whose predecessor that is not a discardable is known to be a box or not.
local function may_break(n, after_box, anywhere)
  if n.id == PENALTY then
    return n.penalty < 10000 or (anywhere and after_box)
  end
  return n.id == GLUE and after_box
end

-- Pieces between possible breaks: {nodes, height without leading space, leading space, table, the table's head if it is here}.
local function pieces_of(list, anywhere)
  local pieces, current, after_box = {}, nil, false
  local function start()
    current = { nodes = {}, lead = 0, height = 0, empty = true }
    pieces[#pieces + 1] = current
  end
  start()
  for _, n in ipairs(list) do
    if not current.empty and may_break(n, after_box, anywhere) then
      start()
    end
    current.nodes[#current.nodes + 1] = n
    if is_discardable(n) then
      if current.empty then
        current.lead = current.lead + height_of(n)
      else
        current.height = current.height + height_of(n)
      end
      after_box = after_box and n.id == KERN
    else
      current.height = current.height + height_of(n)
      if is_box(n) and not is_blank(n) then
        current.empty = false
        after_box = true
        current.table = node.get_attribute(n, table_attribute) or current.table
        if node.get_attribute(n, head_attribute) then
          current.head = n
        end
      end
    end
  end
  return pieces
end

-- A head that may be left out where the frame has no room for it: the cut of a timeline over its events.
local OPTIONAL = 2

local function without_head(piece)
  for index, n in ipairs(piece.nodes) do
    if n == piece.head then
      table.remove(piece.nodes, index)
      piece.height, piece.head = piece.height - height_of(n), nil
      return
    end
  end
end

-- The pieces of the list; one that is higher than a frame is cut between its lines even where TeX would not.
local function fitting_pieces(list, limit)
  local result = {}
  for _, piece in ipairs(pieces_of(list, false)) do
    if piece.height > limit and piece.head and node.get_attribute(piece.head, head_attribute) == OPTIONAL then
      without_head(piece)
    end
    if piece.height > limit then
      for _, part in ipairs(pieces_of(piece.nodes, true)) do
        result[#result + 1] = part
      end
    else
      result[#result + 1] = piece
    end
  end
  return result
end

local room = 0

-- The head that stands again over a piece, if one does.
local function head_over(piece, heads)
  local head = not piece.head and piece.table and heads[piece.table]
  if not head then
    return nil
  end
  local fits = height_of(head) + HEAD_SPACE + piece.height <= room
  return (fits or node.get_attribute(head, head_attribute) ~= OPTIONAL) and head or nil
end

-- Fill frames in order up to `limit`; returns the first piece of each.
local function fill(pieces, heads, limit)
  local starts, used = {}, nil
  for index, piece in ipairs(pieces) do
    local needed = piece.lead + piece.height
    if used == nil or (used + needed > limit and not piece.empty) then
      starts[#starts + 1] = index
      local head = head_over(piece, heads)
      used = (head and height_of(head) + HEAD_SPACE or 0) + piece.height
    else
      used = used + needed
    end
  end
  return starts
end

-- The lowest limit that still needs no more frames, so that they are about equally full.
local function balance(pieces, heads, limit)
  local count = #fill(pieces, heads, limit)
  if count < 2 then
    return fill(pieces, heads, limit)
  end
  local low, high = 0, limit
  while high - low > 65536 do
    local middle = (low + high) // 2
    if #fill(pieces, heads, middle) <= count then
      high = middle
    else
      low = middle
    end
  end
  return fill(pieces, heads, high)
end

local WHATSIT, COLOUR = node.id("whatsit"), node.subtype("pdf_colorstack")
local PUSH, POP = 1, 2

-- What a list of nodes leaves open of the colours that are open before it.
local function colours_after(head, open)
  for n in node.traverse(head) do
    if n.id == WHATSIT and n.subtype == COLOUR then
      if n.command == PUSH then
        open[#open + 1] = n
      elseif n.command == POP then
        open[#open] = nil
      end
    elseif n.id == HLIST or n.id == VLIST then
      colours_after(n.head, open)
    end
  end
end

local function closing(colour)
  local n = node.new(WHATSIT, COLOUR)
  n.stack, n.command = colour.stack, POP
  return n
end

-- Each frame closes the colours that it opens: a coloured text that is cut has its colour on both frames.
local function with_colours(heads)
  local open = {}
  for position, head in ipairs(heads) do
    for index = #open, 1, -1 do
      local again = node.copy(open[index])
      head.prev, again.next = again, head
      head, open[index] = again, again
    end
    colours_after(heads[position], open)
    local tail = node.tail(head)
    for index = #open, 1, -1 do
      local n = closing(open[index])
      tail.next, n.prev = n, tail
      tail = n
    end
    heads[position] = head
  end
end

local function heads_of(pieces)
  local heads = {}
  for _, piece in ipairs(pieces) do
    if piece.head and piece.table then
      heads[piece.table] = piece.head
    end
  end
  return heads
end

local function link(nodes)
  local head, tail
  for _, n in ipairs(nodes) do
    n.prev, n.next = nil, nil
    if head then
      head, tail = node.insert_after(head, tail, n)
    else
      head, tail = n, n
    end
  end
  return head
end

-- The nodes of one frame: without the space that would stand at its top, and under the table's head where one is cut.
local function chunk_nodes(pieces, first, last, heads)
  local nodes = {}
  local head = head_over(pieces[first], heads)
  if head then
    local space = node.new("glue")
    space.width = HEAD_SPACE
    nodes = { node.copy(head), space }
  end
  local top = not head
  for index = first, last do
    for _, n in ipairs(pieces[index].nodes) do
      if top and is_discardable(n) then
        node.free(n)
      else
        nodes[#nodes + 1] = n
        top = top and not is_box(n)
      end
    end
  end
  return nodes
end

-- The steps of a list, each once and in order.
local function steps_of(head)
  local found, known = {}, {}
  for n in node.traverse(head) do
    local step = node.get_attribute(n, step_attribute)
    if step and is_box(n) and not known[step] then
      known[step] = true
      found[#found + 1] = step
    end
  end
  table.sort(found)
  return found
end

-- The list without the boxes of later steps, whose places stay empty.
local function without_later(head, last)
  local n = head
  while n do
    local following = n.next
    local step = node.get_attribute(n, step_attribute)
    if step and step > last and is_box(n) then
      local space = node.new("kern")
      space.kern = n.height + n.depth
      head = node.insert_before(head, n, space)
      head = node.remove(head, n)
      node.flush_node(n)
    end
    n = following
  end
  return head
end

-- Cut the box of that register; the limit is in scaled points. Returns the number of frames.
function frames.divide(register, limit, place)
  local box = tex.box[register]
  local list = {}
  for n in node.traverse(box.head) do
    list[#list + 1] = n
  end
  box.head = nil
  room = limit
  local pieces = fitting_pieces(list, limit)
  local heads = heads_of(pieces)
  local starts = balance(pieces, heads, limit)
  chunks = {}
  -- Heads are copied before any piece is unlinked.
  for position, first in ipairs(starts) do
    local last = (starts[position + 1] or #pieces + 1) - 1
    chunks[position] = chunk_nodes(pieces, first, last, heads)
  end
  for position, nodes in ipairs(chunks) do
    chunks[position] = link(nodes) or node.new("kern")
  end
  with_colours(chunks)
  for position, head in ipairs(chunks) do
    chunks[position] = node.vpack(head)
    local height = chunks[position].height + chunks[position].depth
    scales[position] = 1000
    if height - limit > 65536 then
      scales[position] = math.floor(1000 * limit / height)
      texio.write_nl("log", string.format(
        "stagebrief: frame-fits: this cannot be divided and is set at %d %% of its size to fit the frame: %s",
        scales[position] // 10, place))
      texio.write_nl("log", "")
    end
  end
  for position, chunk in ipairs(chunks) do
    steps[position] = steps_of(chunk.head)
    lengths[position] = math.max(1, #steps[position])
  end
  for position = #chunks + 1, #lengths do
    lengths[position] = nil
  end
  tex.setcount("global", "SBframecount", #chunks)
end

-- How many pages a frame of the deck takes, one for each of its steps.
function frames.count_steps(index)
  tex.setcount("SBstepcount", lengths[index])
end

-- Put a frame's content up to that step into the box of that register; for no step, and the last one, all of it.
function frames.take(register, index, step)
  local last = steps[index][step or 0]
  if last and step < #steps[index] then
    local copy = node.copy(chunks[index])
    local heads = { without_later(copy.head, last) }
    with_colours(heads)
    copy.head = heads[1]
    tex.box[register] = copy
  else
    tex.box[register] = chunks[index]
    chunks[index] = nil
  end
  tex.setcount("SBpermille", scales[index])
end

-- On which page of the PDF each frame begins, and how many pages each of its parts takes, kept for a file that says so.
local pages = {}

function frames.shown(first)
  pages[#pages + 1] = first .. " " .. table.concat(lengths, ",")
end

function frames.tell(path)
  local file = io.open(path, "w")
  if file then
    file:write(table.concat(pages, "\n"), "\n")
    file:close()
  end
end

stagebrief = { frames = frames }
