-- The wall within LuaLaTeX, loaded by `--lua` before the format and every other Lua: from here on Lua opens only what lies
-- below the folders that it is told, starts no program and loads no machine code. It is the second wall: the first is
-- the sandbox around the process, where there is one.
--
-- STAGEBRIEF_READABLE and STAGEBRIEF_WRITABLE are folders, one on each line. What loads packages or fonts later takes the
-- functions from here, so none of it holds another way out. `stagebrief_close` shuts what only the start of LaTeX needs.

local getenv, currentdir = os.getenv, lfs.currentdir
local find, sub, gsub, gmatch, lower = string.find, string.sub, string.gsub, string.gmatch, string.lower
local concat, insert, remove_last, pack, unpack = table.concat, table.insert, table.remove, table.pack, table.unpack
local type, ipairs, pairs, tostring, error = type, ipairs, pairs, tostring, error

local resident = getenv("STAGEBRIEF_RESIDENT_LUA")
if resident then
  dofile(resident) -- takes what it needs of `ffi` and of the functions that are wrapped below
end

local function lines_of(name)
  local found = {}
  for line in gmatch(getenv(name) or "", "[^\n]+") do
    found[#found + 1] = line
  end
  return found
end

local readable, writable = lines_of("STAGEBRIEF_READABLE"), lines_of("STAGEBRIEF_WRITABLE")
local most_pages = tonumber(getenv("STAGEBRIEF_PAGES") or "")

-- The path from the root on, without `.`, `..` and double slashes; nil for what is no plain path.
local function plain(path)
  if type(path) ~= "string" or path == "" or find(path, "%z") then
    return nil
  end
  if sub(path, 1, 1) ~= "/" then
    path = currentdir() .. "/" .. path
  end
  local parts = {}
  for part in gmatch(path, "[^/]+") do
    if part == ".." then
      remove_last(parts)
    elseif part ~= "." then
      insert(parts, part)
    end
  end
  return "/" .. concat(parts, "/")
end

local function lies_in(path, folders)
  for _, folder in ipairs(folders) do
    if path == folder or sub(path, 1, #folder + 1) == folder .. "/" then
      return true
    end
  end
  return false
end

-- The path as it may be opened for reading or for writing; nil if it may not.
local function allowed(path, write)
  local whole = plain(path)
  if whole and (whole == "/dev/null" or lies_in(whole, writable) or (not write and lies_in(whole, readable))) then
    return whole
  end
end

local function refusal(path)
  return tostring(path) .. ": is not open to a document", 13
end

-- The function with the paths at these places of its arguments looked at; `write` may depend on the arguments.
local function guarded(call, places, write)
  return function(...)
    local arguments = pack(...)
    local writes = write
    if type(write) == "function" then
      writes = write(...)
    end
    for _, place in ipairs(places) do
      local path = allowed(arguments[place], writes)
      if not path then
        return nil, refusal(arguments[place])
      end
      arguments[place] = path
    end
    return call(unpack(arguments, 1, arguments.n))
  end
end

local function refused()
  return nil, "is not open to a document", 13
end

local open = guarded(io.open, { 1 }, function(_, mode)
  return mode ~= nil and find(tostring(mode), "[wa+]") ~= nil
end)
io.open = open
for name, mode in pairs({ input = "r", output = "w" }) do
  local call = io[name]
  io[name] = function(file)
    if type(file) == "string" then
      local found, why = open(file, mode)
      if not found then
        error(why, 2)
      end
      file = found
    end
    return call(file)
  end
end
local lines = io.lines
io.lines = function(path, ...)
  if path == nil then
    return lines()
  end
  local whole = allowed(path)
  if not whole then
    error((refusal(path)), 2)
  end
  return lines(whole, ...)
end

-- Texts only, for crafted code for Lua's machine would break out of it; save what Lua itself has just compiled, and what
-- lies in TeX's trees.
local load_text, open_text, dump = load, loadfile, string.dump
local compiled, longest = {}, 20000
string.dump = function(...)
  local code = dump(...)
  if #code < longest then
    compiled[code] = true
  end
  return code
end
load = function(chunk, name, _, ...)
  local mode = "t"
  if type(chunk) == "string" and compiled[chunk] then
    mode, compiled[chunk] = "b", nil
  end
  return load_text(chunk, name, mode, ...)
end
local function load_file(path, mode, ...)
  if path == nil then
    return refused()
  end
  local whole = allowed(path)
  if not whole then
    return nil, (refusal(path))
  end
  if not lies_in(whole, readable) or lies_in(whole, { writable[1] }) then
    mode = "t"
  end
  return open_text(whole, mode, ...)
end
loadfile = load_file
dofile = function(path)
  local chunk, why = load_file(path)
  if not chunk then
    error(why, 2)
  end
  return chunk()
end

os.remove = guarded(os.remove, { 1 }, true)
os.rename = guarded(os.rename, { 1, 2 }, true)
for _, name in ipairs({ "execute", "exec", "spawn", "kpsepopen", "tmpname", "tmpdir" }) do
  os[name] = refused
end
io.popen = refused
os.setenv = function() end -- TeX asks the environment what it may open

for _, name in ipairs({ "mkdir", "rmdir", "touch", "setmode", "lock_dir", "chdir" }) do
  lfs[name] = guarded(lfs[name], { 1 }, name ~= "setmode")
end
lfs.setmode, lfs.link, lfs.lock = refused, refused, refused
local dir = lfs.dir
lfs.dir = function(path)
  local whole = allowed(path)
  if not whole then
    return refused
  end
  return dir(whole)
end

zip.open, zip.openfile = guarded(zip.open, { 1 }), refused
gzip.open, gzip.lines = guarded(gzip.open, { 1 }, function(_, mode)
  return mode ~= nil and find(tostring(mode), "[wa+]") ~= nil
end), guarded(gzip.lines, { 1 })
pdfe.open = guarded(pdfe.open, { 1 })
if fontloader then
  fontloader.open, fontloader.info = guarded(fontloader.open, { 1 }), guarded(fontloader.info, { 1 })
end
if mplib then
  mplib.new = refused -- MetaPost opens what it likes
end

-- Objects of the PDF may be files: `("streamfile", path)`, `(number, "file", path)`, `{ file = path }`.
for _, name in ipairs({ "obj", "immediateobj" }) do
  local call = pdf[name]
  pdf[name] = function(...)
    local arguments = pack(...)
    local is_file = false
    for place = 1, arguments.n do
      local value = arguments[place]
      if is_file and not allowed(value) then
        error((refusal(value)), 2)
      end
      is_file = value == "file" or value == "streamfile"
      if type(value) == "table" then
        local copy = {}
        for key, inner in pairs(value) do
          copy[key] = inner
        end
        if copy.file ~= nil and not allowed(copy.file) then
          error((refusal(copy.file)), 2)
        end
        arguments[place] = copy
      end
    end
    return call(unpack(arguments, 1, arguments.n))
  end
end

-- What TeX itself opens: it asks these, and nobody else may answer.
local find_file, register = kpse.find_file, callback.register
local function finder(asked)
  local found = find_file(asked, "tex")
  return found and allowed(found) and found or nil
end
register("find_read_file", function(_, asked)
  return finder(asked)
end)
register("find_image_file", finder)
register("find_data_file", function(asked)
  return finder(asked) or "/dev/null" -- for nothing it would open what was asked for
end)

local pages = 0
local function count_page(shipped)
  pages = pages + (shipped and 1 or 0)
  if most_pages and pages > most_pages then
    texio.write_nl("log", "stagebrief: more than " .. most_pages .. " pages")
    os.exit(1)
  end
end
register("finish_pdfpage", count_page)
callback.register = function(name, call, ...)
  if (name == "find_opentype_file" or name == "find_truetype_file") and type(call) == "function" then
    return register(name, function(asked) -- luaotfload has names of its own for fonts that HarfBuzz shapes
      local found = call(asked)
      return found and allowed(found) and found or nil
    end)
  elseif type(name) ~= "string" or find(name, "^find_") or find(name, "^read_") or find(name, "^open_") then
    return nil, "is not open to a document"
  elseif name == "finish_pdfpage" then
    return register(name, function(...)
      count_page(...)
      return type(call) == "function" and call(...) or nil
    end)
  end
  return register(name, call, ...)
end

local closed_register = callback.register

local function close_machine_code()
  package.loadlib = nil
  package.loaded.ffi, package.preload.ffi, ffi_library = nil, nil, nil
  _G.ffi = nil
  local upvalue = debug.getupvalue
  for name in pairs(debug) do
    if name ~= "traceback" then
      debug[name] = nil
    end
  end
  debug.getupvalue = function(call, number) -- lua-ul asks where LaTeX keeps callback.register, and gets the closed one
    if type(luatexbase) ~= "table" or call ~= luatexbase.disable_callback then
      error("is not open to a document", 2)
    end
    local name, value = upvalue(call, number)
    if value == closed_register then
      return name, value
    end
  end
end

-- TeX's recorder does not see the fonts that Lua reads.
local record = kpse.record_input_file
local function record_fonts()
  luatexbase.add_to_callback("luaotfload.patch_font", function(font)
    if type(font.filename) == "string" and sub(font.filename, 1, 1) == "/" then
      record(font.filename)
    end
  end, "stagebrief.recorder")
end

-- Called when LaTeX has started and before anything of the document is read.
function stagebrief_close()
  close_machine_code()
  for number = #package.searchers, 3, -1 do -- those of libraries
    package.searchers[number] = nil
  end
  for _, name in ipairs({ "execute", "exec", "spawn", "kpsepopen", "launch", "resultof", "pipeto", "tmpname" }) do
    os[name] = nil
  end
  for _, name in ipairs({ "new", "set_program_name", "init_prog", "lookup" }) do
    kpse[name] = nil
  end
  io.popen, stagebrief_close = nil, nil
  if luaharfbuzz and luaharfbuzz.Face then
    luaharfbuzz.Face.new = guarded(luaharfbuzz.Face.new, { 1 })
  end
  record_fonts()
end
