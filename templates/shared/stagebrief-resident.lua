-- Lets a LuaLaTeX that has read its preamble stay there and fork: each child goes on with the document, in files of its
-- own, while this process waits to be forked again. Loaded by `stagebrief-wall.lua` before everything else: there LuaTeX
-- still has `ffi`, of which this file keeps what it needs. The wall closes it before anything else is read.
--
-- A process waits at a checkpoint for a line on the pipe `TOKEN.in` in the folder STAGEBRIEF_RESIDENT. `end` ends it. Else
-- the line is: a pipe to report to, the folder to work in, what to do at the end, and `CHECKPOINT=TOKEN` for each checkpoint
-- at which a further process is to stay. What to do at the end is `-` (go on to the document's end), `~` (so too, without a PDF), `.` (go no farther
-- than the last of these checkpoints) or `<NAME` (read NAME.tex in place of the document).
-- `CHECKPOINT>TOKEN` asks for a glimpse: a process that ends the document there, in the folder TOKEN.
-- What is reported: `shown TOKEN PID` by such a process, `on PID` by a child that goes on, `at TOKEN PID` by a process that stays.

local ffi = require("ffi")
ffi.cdef([[
int fork(void);
int open(const char *path, int flags, int mode);
int dup2(int from, int to);
int close(int fd);
long lseek(int fd, long offset, int whence);
long read(int fd, void *buffer, long size);
long write(int fd, const void *buffer, long size);
long readlink(const char *path, char *buffer, long size);
int fflush(void *stream);
long signal(int number, long handler);
int getpid(void);
struct stagebrief_pollfd { int fd; short events; short revents; };
int poll(struct stagebrief_pollfd *fds, unsigned long count, int timeout);
void _exit(int status);
]])
local C = ffi.C
ffi = { new = ffi.new, string = ffi.string }
local O_RDONLY, O_WRONLY, O_RDWR = 0, 1, 2
local SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
local SIGCHLD, SIG_IGN = 17, 1
local POLLIN = 1
local PAUSE = 1000 -- memory grows to so many hundredths before it is looked for garbage
local FIRST = "preamble"

local folder = lfs.currentdir()
local base = os.getenv("STAGEBRIEF_RESIDENT")
local open_file, make_folder, files_of, change_folder = io.open, lfs.mkdir, lfs.dir, lfs.chdir
local lifeline = tonumber(os.getenv("STAGEBRIEF_LIFELINE"))
local stops, glimpses, remaining, report = {}, {}, math.huge, -1

local function path_of(fd)
  local buffer = ffi.new("char[4096]")
  local size = C.readlink("/proc/self/fd/" .. fd, buffer, 4096)
  return size > 0 and ffi.string(buffer, size) or ""
end

local function lies_in(path, place)
  return path:sub(1, #place + 1) == place .. "/"
end

local function is_written(fd)
  local file = open_file("/proc/self/fdinfo/" .. fd)
  local flags = file and file:read("a"):match("flags:%s*(%d+)")
  if file then
    file:close()
  end
  return flags ~= nil and tonumber(flags, 8) % 4 ~= O_RDONLY
end

-- The document's own files that are open: number, path, name, whether they are written, and how far they are read.
local function open_files()
  local found = {}
  for name in files_of("/proc/self/fd") do
    local fd = tonumber(name)
    local at = fd and fd > 2 and tonumber(C.lseek(fd, 0, SEEK_CUR)) or -1
    if at >= 0 then -- a pipe has no position
      local path = path_of(fd)
      if lies_in(path, folder) or lies_in(path, base) then
        found[#found + 1] = { fd = fd, path = path, name = path:match("[^/]*$"), written = is_written(fd), at = at }
      end
    end
  end
  return found
end

local function copy_written(files, place)
  for _, file in ipairs(files) do
    if file.written then
      local input = assert(open_file(file.path, "rb"))
      local output = assert(open_file(place .. "/" .. file.name, "wb"))
      output:write(input:read("a"))
      output:close()
      input:close()
    end
  end
end

local function point(fd, path, flags, offset, whence)
  local new = C.open(path, flags, 0)
  C.lseek(new, offset, whence)
  C.dup2(new, fd)
  C.close(new)
end

-- Give this process positions of its own in what is read, and the copies in `place` of what is written.
local function separate(files, place)
  for _, file in ipairs(files) do
    if not file.written then
      point(file.fd, file.path, O_RDONLY, file.at, SEEK_SET)
    elseif place then
      point(file.fd, place .. "/" .. file.name, O_RDWR, 0, SEEK_END)
    end
  end
end

local function say(text)
  if report >= 0 then
    C.write(report, text .. "\n", #text + 1)
  end
end

-- Wait until there is something to read, or until the tool that keeps this process is gone: then end.
local function wait_for(fd)
  local watched = ffi.new("struct stagebrief_pollfd[2]", { { fd, POLLIN, 0 }, { lifeline, 0, 0 } })
  repeat
    C.poll(watched, 2, -1)
    if watched[1].revents ~= 0 then
      C._exit(0)
    end
  until watched[0].revents ~= 0
end

local function line_from(fd)
  wait_for(fd)
  local buffer, size = ffi.new("char[16384]"), 0
  while size < 16383 and C.read(fd, buffer + size, 1) == 1 do
    if buffer[size] == 10 then
      return ffi.string(buffer, size)
    end
    size = size + 1
  end
  return "end"
end

-- Fork; the child takes up the document's files in the folder it is told and is told apart by `true`.
local function branch(line)
  C.fflush(nil)
  if C.fork() ~= 0 then
    return false
  end
  local pipe, place, goal, wanted = line:match("^(%S+) (%S+) (%S+)%s*(.*)$")
  report = C.open(pipe, O_WRONLY, 0)
  say("on " .. C.getpid())
  local files = open_files()
  copy_written(files, place)
  separate(files, place)
  change_folder(place)
  stops, glimpses, remaining = {}, {}, goal == "." and 0 or math.huge
  for name, token in wanted:gmatch("(%S+)=(%S+)") do
    stops[name] = token
    remaining = remaining + 1
  end
  for name, token in wanted:gmatch("(%S+)>(%S+)") do
    glimpses[name] = token
  end
  if goal == "~" then
    tex.draftmode = 1
  elseif goal:match("^<") then
    tex.print("\\begin{document}\\input{" .. goal:sub(2) .. "}\\input{ending}\\end{document}")
  end
  return true
end

local function stay(token)
  local control = C.open(base .. "/" .. token .. ".in", O_RDWR, 0)
  say("at " .. token .. " " .. C.getpid())
  C.close(report)
  report = -1
  while true do
    local line = line_from(control)
    if line == "end" then
      C._exit(0)
    elseif branch(line) then
      C.close(control)
      return
    end
  end
end

-- Let a child end the document here, in a folder of its own; whether this is the child.
local function glimpse(token)
  C.fflush(nil)
  local files, place = open_files(), base .. "/" .. token
  copy_written(files, place) -- before the fork, for behind it the other process writes on
  if C.fork() ~= 0 then
    return false
  end
  say("shown " .. token .. " " .. C.getpid())
  separate(files, place)
  change_folder(place)
  tex.print("\\input{ending}\\end{document}")
  return true
end

-- Called by the document between its parts; does nothing where no process is to stay.
function stagebrief_checkpoint(name)
  local token, early = stops[name], glimpses[name]
  if early and glimpse(early) then
    return
  end
  if name == FIRST then
    token = FIRST
    report = C.open(base .. "/ready", O_WRONLY, 0)
    C.signal(SIGCHLD, SIG_IGN)
    collectgarbage("collect") -- to look for garbage is to write on every page of memory, which forked processes share
    collectgarbage("setpause", PAUSE)
  elseif not token then
    return
  end
  C.fflush(nil)
  local files, place = open_files(), base .. "/" .. token
  make_folder(place)
  copy_written(files, place)
  remaining = remaining - 1
  if name ~= FIRST and remaining > 0 and C.fork() == 0 then
    say("on " .. C.getpid())
    separate(files)
    return
  end
  separate(files, place)
  stay(token)
end
