-- Letters of another script change language and font by themselves, as babel's `onchar` does. Babel asks of several
-- languages of one script any one, and before 2023 takes text away from the language that it is marked with. Here a
-- language keeps the letters of its own script; others go to the first language that writes them.
local GLYPH, DISC, MATH = node.id("glyph"), node.id("disc"), node.id("math")
local EAST = {Hani = true, Kana = true, Hang = true}
local ranges, writes, default, known = {}, {}, {}, {}

stagebrief_scripts = {}

-- A block of characters of a script.
function stagebrief_scripts.block(first, last, script)
  ranges[#ranges + 1] = {first, last, script}
end

-- A locale and the script that it writes, the first ones first.
function stagebrief_scripts.locale(id, script)
  writes[id] = script
  default[script] = default[script] or id
end

local function script_of(char)
  local script = known[char]
  if script == nil then
    script = false
    if char >= 0x300 and char <= 0x36F or char >= 0x1AB0 and char <= 0x1AFF or char >= 0x1DC0 and char <= 0x1DFF then
      script = "mark"
    else
      for _, range in ipairs(ranges) do
        if char >= range[1] and char <= range[2] then script = range[3] end
      end
    end
    known[char] = script
  end
  return script
end

-- The locale for a letter: that of the text if it writes such letters, that of the letter before it if that is near.
local function locale_of(script, own, last)
  if script == "mark" then return last end
  if writes[own] == script or EAST[script] and EAST[writes[own]] then return own end
  if last and script == "Hani" and EAST[writes[last]] then return last end
  return default[script] or EAST[script] and (default.Hani or default.Kana or default.Hang) or nil
end

-- The font of an East Asian language in place of another: several languages may share one.
local function eastern(font)
  for _, script in ipairs{"Hani", "Kana", "Hang"} do
    local properties = default[script] and Babel.locale_props[default[script]]
    if properties and properties["/" .. font] then return properties["/" .. font] end
  end
end

function Babel.locale_map(head)
  local last
  local in_math = false
  for item in node.traverse(head) do
    if item.id == MATH then
      in_math = item.subtype == 0
    elseif item.id == GLYPH and not in_math then
      local script = script_of(item.char)
      local latin = item.char >= 0x30 and item.char <= 0x39 and default.Latn and Babel.locale_props[default.Latn]
      if latin then item.font = latin["/" .. item.font] or item.font end -- figures look like those in Latin words
      local own = node.get_attribute(item, Babel.attr_locale)
      local locale = script and locale_of(script, own, last)
      local properties = locale and Babel.locale_props[locale]
      if properties then
        if locale ~= own and properties.lg then
          item.lang = properties.lg
          node.set_attribute(item, Babel.attr_locale, locale)
        end
        item.font = properties["/" .. item.font] or EAST[script] and eastern(item.font) or item.font
      end
      if script then last = locale end
    elseif item.id == DISC and not in_math then
      for _, part in ipairs{"pre", "post", "replace"} do
        if item[part] then item[part] = Babel.locale_map(item[part]) end
      end
    end
  end
  return head
end

-- A hyphen that the font of a word lacks is taken from the font that its letters came from in the end.
local function has(font, char)
  local characters = fonts.hashes.characters[font]
  return characters and characters[char] and characters[char].index
end

luatexbase.add_to_callback("pre_linebreak_filter", function(head)
  local font
  for item in node.traverse(head) do
    if item.id == GLYPH then
      font = item.font
    elseif item.id == DISC and item.pre and font then
      for glyph in node.traverse_id(GLYPH, item.pre) do
        if not has(glyph.font, glyph.char) and has(font, glyph.char) then glyph.font = font end
      end
    end
  end
  return head
end, "stagebrief.hyphens")
