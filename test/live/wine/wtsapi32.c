/* A test double of wtsapi32.dll. It proves this project's side of the interface; how Windows behaves it does not know.
 *
 * WTS_DOUBLE_TABLE  the sessions and processes, as tab-separated lines; every call reads it, every change writes it back:
 *                     session  server  id  execEnvId  state  station  user  domain  client  address  protocol
 *                     process  server  session  pid  name  sid  temper
 *                   Server "." is this machine and "vm" its virtual machines. At a log-off the processes of a user end,
 *                   but for those of the temper "stubborn", and the session ends with the last one of them.
 * WTS_DOUBLE_LOG    one line of JSON for each call, fault and exit.
 * WTS_DOUBLE_SCRIPT what calls do instead: "WTSLogoffSession=err 5;WTSSendMessageW=delay 1500;WTSTerminateProcess#2=err 5",
 *                   where #2 is the second call of that function.
 *
 * Every block that is handed out ends at a page without access, and is taken away when it is freed: reading beyond it or
 * after it faults. At exit the log says how many blocks were never freed and how many handles never closed. */
#define _WIN32_WINNT 0x0600
#include <windows.h>
#include <sddl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wtsapi32.h>
#include "missing.h"

_Static_assert(sizeof(WTS_SESSION_INFOW) == 24, "WTS_SESSION_INFOW");
_Static_assert(sizeof(WTS_SESSION_INFO_1W) == 56, "WTS_SESSION_INFO_1W");
_Static_assert(sizeof(WTSINFOW) == 216, "WTSINFOW");
_Static_assert(sizeof(WTS_PROCESS_INFO_EXW) == 64, "WTS_PROCESS_INFO_EXW");

enum { FIELDS = 11, WIDTH = 96, ROWS = 512, BLOCKS = 4096, HANDLES = 64 };
enum { SERVER = 1, ID = 2 };
enum { ENV = 3, STATE, STATION, USER, DOMAIN_, CLIENT, ADDRESS, PROTOCOL };
enum { PID = 3, NAME, OWNER, TEMPER };
enum Kind { PLAIN = 1, SESSIONS, PROCESSES };

typedef struct { WCHAR field[FIELDS][WIDTH]; BOOL isProcess; } Row;
typedef struct { void *start; char *base; enum Kind kind; BOOL freed; } Block;

static Row rows[ROWS];
static int rowCount;
static Block blocks[BLOCKS];
static int blockCount;
static struct { WCHAR server[WIDTH]; BOOL closed; } handles[HANDLES];
static int handleCount;
static CRITICAL_SECTION lock;
static HANDLE flushed;

/* ---- the log ---- */

static void put(const char *format, ...) {
  char line[4096];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(line, sizeof line - 1, format, values);
  va_end(values);
  if (length > (int)sizeof line - 2) length = sizeof line - 2;
  line[length++] = '\n';
  WCHAR path[MAX_PATH];
  if (!GetEnvironmentVariableW(L"WTS_DOUBLE_LOG", path, MAX_PATH)) return;
  HANDLE file = CreateFileW(path, FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_ALWAYS, 0, NULL);
  if (file == INVALID_HANDLE_VALUE) return;
  DWORD written;
  WriteFile(file, line, length, &written, NULL);
  CloseHandle(file);
}

/* The text as JSON; valid until eight more were made. */
static const char *json(LPCWSTR text) {
  static char results[8][2048];
  static int next;
  if (!text) return "null";
  char utf8[900], *result = results[next++ & 7], *out = result;
  if (!WideCharToMultiByte(CP_UTF8, 0, text, -1, utf8, sizeof utf8, NULL, NULL)) strcpy(utf8, "(too long)");
  *out++ = '"';
  for (unsigned char *in = (unsigned char *)utf8; *in; in++) {
    if (*in == '"' || *in == '\\') *out++ = '\\';
    if (*in < ' ') out += sprintf(out, "\\u%04x", *in); else *out++ = *in;
  }
  strcpy(out, "\"");
  return result;
}

/* ---- the script ---- */

/* What is scripted for this call of the function: 0 to go on, or an error code. */
static DWORD scripted(const char *function) {
  static struct { char name[64]; int count; } calls[32];
  int i = 0;
  while (calls[i].name[0] && strcmp(calls[i].name, function)) i++;
  strcpy(calls[i].name, function);
  int turn = ++calls[i].count;
  char script[1024], numbered[80];
  if (!GetEnvironmentVariableA("WTS_DOUBLE_SCRIPT", script, sizeof script)) return 0;
  sprintf(numbered, "%s#%d", function, turn);
  for (char *part = strtok(script, ";"); part; part = strtok(NULL, ";")) {
    char *action = strchr(part, '=');
    if (!action) continue;
    *action++ = 0;
    if (strcmp(part, function) && strcmp(part, numbered)) continue;
    if (!strncmp(action, "err ", 4)) return atoi(action + 4);
    if (!strncmp(action, "delay ", 6)) { LeaveCriticalSection(&lock); Sleep(atoi(action + 6)); EnterCriticalSection(&lock); }
  }
  return 0;
}

#define FAIL(code, result) do { SetLastError(code); LeaveCriticalSection(&lock); return result; } while (0)
#define SUCCEED(result) do { LeaveCriticalSection(&lock); return result; } while (0)
#define ENTER(function, failed, format, ...) \
  EnterCriticalSection(&lock); \
  put("{\"call\":\"" function "\"" format "}", ##__VA_ARGS__); \
  do { DWORD code_ = scripted(function); if (code_) FAIL(code_ == 4294967295u ? 0 : code_, failed); } while (0)

/* ---- memory ---- */

static void *allocate(SIZE_T size, enum Kind kind) {
  SIZE_T pages = (size + 4095) / 4096;
  if (!pages) pages = 1;
  char *base = VirtualAlloc(NULL, (pages + 1) * 4096, MEM_RESERVE, PAGE_NOACCESS);
  VirtualAlloc(base, pages * 4096, MEM_COMMIT, PAGE_READWRITE);
  memset(base, 0xCC, pages * 4096);
  char *start = base + ((pages * 4096 - size) & ~(SIZE_T)7);
  memset(start, 0, size);
  if (blockCount == BLOCKS) ExitProcess(99);
  blocks[blockCount++] = (Block){ start, base, kind, FALSE };
  return start;
}

static BOOL release(void *start, enum Kind kind, const char *function) {
  if (!start) return TRUE;
  for (int i = blockCount; i-- > 0;) {
    if (blocks[i].start != start || blocks[i].freed) continue;
    if (blocks[i].kind != kind) { put("{\"fault\":\"wrong free\",\"call\":\"%s\"}", function); return FALSE; }
    VirtualFree(blocks[i].base, 0, MEM_DECOMMIT);
    return blocks[i].freed = TRUE;
  }
  put("{\"fault\":\"free of what is not allocated\",\"call\":\"%s\"}", function);
  return FALSE;
}

/* ---- the table ---- */

static FILE *table(const WCHAR *mode) {
  WCHAR path[MAX_PATH];
  return GetEnvironmentVariableW(L"WTS_DOUBLE_TABLE", path, MAX_PATH) ? _wfopen(path, mode) : NULL;
}

static void load(void) {
  char line[2048];
  rowCount = 0;
  FILE *file = table(L"rb");
  while (file && fgets(line, sizeof line, file) && rowCount < ROWS) {
    line[strcspn(line, "\r\n")] = 0;
    if (strncmp(line, "session\t", 8) && strncmp(line, "process\t", 8)) continue;
    Row *row = &rows[rowCount++];
    memset(row, 0, sizeof *row);
    row->isProcess = *line == 'p';
    int i = 0;
    for (char *from = line; from && i < FIELDS; i++) {
      char *to = strchr(from, '\t');
      if (to) *to++ = 0;
      MultiByteToWideChar(CP_UTF8, 0, from, -1, row->field[i], WIDTH);
      from = to;
    }
  }
  if (file) fclose(file);
}

static void save(void) {
  FILE *file = table(L"wb");
  if (!file) return;
  for (int i = 0; i < rowCount; i++) {
    for (int f = 0; f < FIELDS; f++) {
      char text[WIDTH * 4];
      WideCharToMultiByte(CP_UTF8, 0, rows[i].field[f], -1, text, sizeof text, NULL, NULL);
      fprintf(file, "%s%c", text, f == FIELDS - 1 ? '\n' : '\t');
    }
  }
  fclose(file);
}

static void removeRow(int i) { memmove(&rows[i], &rows[i + 1], (--rowCount - i) * sizeof *rows); }
static DWORD number(const Row *row, int field) { return wcstoul(row->field[field], NULL, 10); }

/* The server of a handle; NULL for one that is none or closed. */
static const WCHAR *serverOf(HANDLE handle) {
  ULONG_PTR value = (ULONG_PTR)handle;
  if (!handle) return L".";
  if (value >> 32 != 0x57545321 || (value & 0xffffffff) >= (ULONG_PTR)handleCount) return NULL;
  return handles[value & 0xffffffff].closed ? NULL : handles[value & 0xffffffff].server;
}

/* A session is addressed by the ID that is unique in its list. */
static Row *find(HANDLE handle, DWORD id) {
  const WCHAR *server = serverOf(handle);
  load();
  for (int i = 0; server && i < rowCount; i++)
    if (!rows[i].isProcess && number(&rows[i], ENV) == id && !lstrcmpiW(rows[i].field[SERVER], server)) return &rows[i];
  return NULL;
}

static BOOL known(LPCWSTR server) {
  load();
  for (int i = 0; i < rowCount; i++) if (!lstrcmpiW(rows[i].field[SERVER], server)) return TRUE;
  return FALSE;
}

static int pick(const WCHAR *server, BOOL processes, DWORD session, Row **selected) {
  int count = 0;
  load();
  for (int i = 0; i < rowCount; i++) {
    if (rows[i].isProcess != processes || lstrcmpiW(rows[i].field[SERVER], server)) continue;
    if (session == (DWORD)-2 || number(&rows[i], ID) == session) selected[count++] = &rows[i];
  }
  return count;
}

static LPWSTR append(WCHAR **end, LPCWSTR text) {
  LPWSTR start = *end;
  if (!*text) return NULL;
  lstrcpyW(start, text);
  *end += lstrlenW(text) + 1;
  return start;
}

/* ---- servers ---- */

static HANDLE open(LPCWSTR name) {
  lstrcpynW(handles[handleCount].server, name, WIDTH);
  return (HANDLE)(ULONG_PTR)(0x5754532100000000ull + handleCount++);
}

/* As Windows may: a handle for any name, which fails at its first use. */
HANDLE WINAPI WTSOpenServerW(LPWSTR name) {
  ENTER("WTSOpenServerW", NULL, ",\"name\":%s", json(name));
  SUCCEED(open(name && *name ? name : L"?"));
}

HANDLE WINAPI WTSOpenServerExW(LPWSTR name) {
  ENTER("WTSOpenServerExW", NULL, ",\"name\":%s", json(name));
  SUCCEED(open(name ? name : L"vm"));
}

void WINAPI WTSCloseServer(HANDLE handle) {
  EnterCriticalSection(&lock);
  put("{\"call\":\"WTSCloseServer\",\"h\":\"%p\"}", handle);
  if (!handle || !serverOf(handle)) put("{\"fault\":\"close of what is not open\"}");
  else handles[(ULONG_PTR)handle & 0xffffffff].closed = TRUE;
  LeaveCriticalSection(&lock);
}

#define SERVER_OF(handle, server) \
  const WCHAR *server = serverOf(handle); \
  if (!server) FAIL(ERROR_INVALID_HANDLE, FALSE); \
  if (!known(server)) FAIL(RPC_S_SERVER_UNAVAILABLE, FALSE)

/* ---- sessions ---- */

BOOL WINAPI WTSEnumerateSessionsW(HANDLE handle, DWORD reserved, DWORD version, PWTS_SESSION_INFOW *out, DWORD *count) {
  ENTER("WTSEnumerateSessionsW", FALSE, ",\"h\":\"%p\",\"version\":%lu", handle, version);
  SERVER_OF(handle, server);
  if (reserved || version != 1 || !out || !count) FAIL(ERROR_INVALID_PARAMETER, FALSE);
  Row *found[ROWS];
  SIZE_T text = 0;
  int n = pick(server, FALSE, (DWORD)-2, found);
  for (int i = 0; i < n; i++) text += (lstrlenW(found[i]->field[STATION]) + 1) * sizeof(WCHAR);
  WTS_SESSION_INFOW *info = allocate(n * sizeof *info + text, PLAIN);
  WCHAR *end = (WCHAR *)(info + n);
  for (int i = 0; i < n; i++) {
    info[i].SessionId = number(found[i], ID);
    info[i].State = number(found[i], STATE);
    info[i].pWinStationName = append(&end, found[i]->field[STATION]);
  }
  *out = info;
  *count = n;
  SUCCEED(TRUE);
}

BOOL WINAPI WTSEnumerateSessionsExW(HANDLE handle, DWORD *level, DWORD filter, PWTS_SESSION_INFO_1W *out, DWORD *count) {
  ENTER("WTSEnumerateSessionsExW", FALSE, ",\"h\":\"%p\",\"level\":%ld,\"filter\":%lu", handle, level ? (long)*level : -1L, filter);
  SERVER_OF(handle, server);
  if (!level || *level != 1 || filter || !out || !count) FAIL(ERROR_INVALID_PARAMETER, FALSE);
  Row *found[ROWS];
  SIZE_T text = 0;
  int n = pick(server, FALSE, (DWORD)-2, found);
  for (int i = 0; i < n; i++)
    for (int f = STATION; f <= DOMAIN_; f++) text += (lstrlenW(found[i]->field[f]) + 1) * sizeof(WCHAR);
  WTS_SESSION_INFO_1W *info = allocate(n * sizeof *info + text, SESSIONS);
  WCHAR *end = (WCHAR *)(info + n);
  for (int i = 0; i < n; i++) {
    info[i].ExecEnvId = number(found[i], ENV);
    info[i].SessionId = number(found[i], ID);
    info[i].State = number(found[i], STATE);
    info[i].pSessionName = append(&end, found[i]->field[STATION]);
    info[i].pUserName = append(&end, found[i]->field[USER]);
    info[i].pDomainName = append(&end, found[i]->field[DOMAIN_]);
  }
  *out = info;
  *count = n;
  SUCCEED(TRUE);
}

/* 2024-12-31: logged on at 23:59:59, plus as many seconds as the ID says; 5 minutes and 20 seconds without input. */
static void *sessionInfo(const Row *row) {
  WTSINFOW *info = allocate(sizeof *info, PLAIN);
  info->State = number(row, STATE);
  info->SessionId = number(row, ID);
  info->IncomingBytes = 0xFFFFFFF0u;
  info->OutgoingCompressedBytes = 6;
  lstrcpynW(info->WinStationName, row->field[STATION], 32);
  lstrcpynW(info->Domain, row->field[DOMAIN_], 17);
  lstrcpynW(info->UserName, row->field[USER], 21);
  info->ConnectTime.QuadPart = 1;
  info->DisconnectTime.QuadPart = 2;
  info->LogonTime.QuadPart = *row->field[USER] ? 133801631990000000ll + 10000000ll * info->SessionId : 0;
  info->LastInputTime.QuadPart = *row->field[USER] ? 133801700000000000ll : 0;
  info->CurrentTime.QuadPart = 133801703200000000ll;
  return info;
}

/* Locked where the ID is odd; came a second, and left two, after the logon. */
static void *sessionInfoEx(const Row *row) {
  WTSINFOEXW *info = allocate(sizeof *info, PLAIN);
  WTSINFOEX_LEVEL1_W *level = &info->Data.WTSInfoExLevel1;
  info->Level = 1;
  level->SessionId = number(row, ID);
  level->SessionState = number(row, STATE);
  level->SessionFlags = level->SessionId % 2 ? 0 : 1;
  level->LogonTime.QuadPart = 133801631990000000ll;
  level->ConnectTime.QuadPart = 133801632000000000ll;
  level->DisconnectTime.QuadPart = 133801632010000000ll;
  return info;
}

static void *clientAddress(const Row *row) {
  WTS_CLIENT_ADDRESS *address = allocate(sizeof *address, PLAIN);
  unsigned part[8];
  if (swscanf(row->field[ADDRESS], L"%u.%u.%u.%u", &part[0], &part[1], &part[2], &part[3]) == 4) {
    address->AddressFamily = 2;
    for (int i = 0; i < 4; i++) address->Address[2 + i] = part[i];
  } else if (swscanf(row->field[ADDRESS], L"%x:%x:%x:%x:%x:%x:%x:%x", &part[0], &part[1], &part[2], &part[3], &part[4],
                     &part[5], &part[6], &part[7]) == 8) {
    address->AddressFamily = 23;
    for (int i = 0; i < 8; i++) { address->Address[2 * i] = part[i] >> 8; address->Address[2 * i + 1] = part[i]; }
  }
  return address;
}

BOOL WINAPI WTSQuerySessionInformationW(HANDLE handle, DWORD id, WTS_INFO_CLASS class, LPWSTR *out, DWORD *bytes) {
  ENTER("WTSQuerySessionInformationW", FALSE, ",\"h\":\"%p\",\"id\":%lu,\"class\":%d", handle, id, class);
  SERVER_OF(handle, server);
  if (!out || !bytes) FAIL(ERROR_INVALID_USER_BUFFER, FALSE);
  Row *row = find(handle, id);
  if (!row) FAIL(ERROR_FILE_NOT_FOUND, FALSE);
  int field = class == WTSUserName ? USER : class == WTSDomainName ? DOMAIN_ : class == WTSClientName ? CLIENT : 0;
  if (field) {
    *bytes = (lstrlenW(row->field[field]) + 1) * sizeof(WCHAR);
    *out = memcpy(allocate(*bytes, PLAIN), row->field[field], *bytes);
  } else if (class == WTSClientProtocolType) {
    *bytes = sizeof(USHORT);
    *out = allocate(*bytes, PLAIN);
    *(USHORT *)*out = number(row, PROTOCOL);
  } else if (class == WTSClientAddress) {
    *bytes = sizeof(WTS_CLIENT_ADDRESS);
    *out = clientAddress(row);
  } else if (class == WTSSessionInfo) {
    *bytes = sizeof(WTSINFOW);
    *out = sessionInfo(row);
  } else if (class == WTSSessionInfoEx) {
    *bytes = sizeof(WTSINFOEXW);
    *out = sessionInfoEx(row);
  } else FAIL(ERROR_NOT_SUPPORTED, FALSE);
  SUCCEED(TRUE);
}

/* Ends the user's processes that are not stubborn, and the session when none is left. */
static void wane(const WCHAR *server, DWORD unique, DWORD session) {
  int left = 0;
  for (int i = rowCount; i-- > 0;) {
    Row *row = &rows[i];
    if (!row->isProcess || lstrcmpiW(row->field[SERVER], server) || number(row, ID) != session) continue;
    if (wcsncmp(row->field[OWNER], L"S-1-5-21-", 9)) continue;
    if (lstrcmpW(row->field[TEMPER], L"stubborn")) removeRow(i); else left++;
  }
  for (int i = rowCount; !left && i-- > 0;) {
    if (lstrcmpiW(rows[i].field[SERVER], server)) continue;
    if (rows[i].isProcess ? number(&rows[i], ID) == session : number(&rows[i], ENV) == unique) removeRow(i);
  }
}

BOOL WINAPI WTSLogoffSession(HANDLE handle, DWORD id, BOOL wait) {
  ENTER("WTSLogoffSession", FALSE, ",\"h\":\"%p\",\"id\":%lu,\"wait\":%d", handle, id, wait);
  SERVER_OF(handle, server);
  Row *row = find(handle, id);
  if (!row) FAIL(7022, FALSE);
  wane(server, id, number(row, ID));
  save();
  SUCCEED(TRUE);
}

BOOL WINAPI WTSDisconnectSession(HANDLE handle, DWORD id, BOOL wait) {
  ENTER("WTSDisconnectSession", FALSE, ",\"h\":\"%p\",\"id\":%lu,\"wait\":%d", handle, id, wait);
  SERVER_OF(handle, server);
  Row *row = find(handle, id);
  if (!row) FAIL(7022, FALSE);
  lstrcpyW(row->field[STATE], L"4");
  *row->field[STATION] = 0;
  save();
  SUCCEED(TRUE);
}

BOOL WINAPI WTSConnectSessionW(ULONG id, ULONG target, PWSTR password, BOOL wait) {
  ENTER("WTSConnectSessionW", FALSE, ",\"id\":%lu,\"target\":%lu,\"password\":%s,\"wait\":%d", id, target, json(password), wait);
  if (!password) FAIL(ERROR_INVALID_PARAMETER, FALSE);
  Row *to = find(NULL, target);
  if (!to || !find(NULL, id)) FAIL(7022, FALSE);
  WCHAR station[WIDTH];
  lstrcpyW(station, to->field[STATION]);
  *to->field[STATION] = 0;
  lstrcpyW(to->field[STATE], L"4");
  for (int i = 0; i < rowCount; i++) {
    if (rows[i].isProcess || lstrcmpiW(rows[i].field[SERVER], L".") || number(&rows[i], ENV) != id) continue;
    lstrcpyW(rows[i].field[STATION], station);
    lstrcpyW(rows[i].field[STATE], L"0");
  }
  save();
  SUCCEED(TRUE);
}

/* Lengths are in bytes; what lies beyond them is not shown. The first answer is OK. */
BOOL WINAPI WTSSendMessageW(HANDLE handle, DWORD id, LPWSTR title, DWORD titleBytes, LPWSTR text, DWORD textBytes, DWORD style,
                            DWORD seconds, DWORD *response, BOOL wait) {
  WCHAR shownTitle[256] = { 0 }, shown[1024] = { 0 };
  if (title) memcpy(shownTitle, title, titleBytes < 500 ? titleBytes : 500);
  if (text) memcpy(shown, text, textBytes < 2000 ? textBytes : 2000);
  ENTER("WTSSendMessageW", FALSE, ",\"h\":\"%p\",\"id\":%lu,\"title\":%s,\"text\":%s,\"style\":%lu,\"seconds\":%lu,\"wait\":%d",
        handle, id, json(shownTitle), json(shown), style, seconds, wait);
  SERVER_OF(handle, server);
  if (!response) FAIL(ERROR_INVALID_PARAMETER, FALSE);
  if (!find(handle, id)) FAIL(7022, FALSE);
  char answer[16];
  *response = !wait ? 32001 : GetEnvironmentVariableA("WTS_DOUBLE_ANSWER", answer, sizeof answer) ? atoi(answer) : IDOK;
  SUCCEED(TRUE);
}

/* ---- processes ---- */

BOOL WINAPI WTSEnumerateProcessesExW(HANDLE handle, DWORD *level, DWORD session, PWTS_PROCESS_INFO_EXW *out, DWORD *count) {
  ENTER("WTSEnumerateProcessesExW", FALSE, ",\"h\":\"%p\",\"level\":%ld,\"id\":%lu", handle, level ? (long)*level : -1L, session);
  SERVER_OF(handle, server);
  if (!level || *level != 1 || !out || !count) FAIL(ERROR_INVALID_PARAMETER, FALSE);
  Row *found[ROWS];
  SIZE_T text = 0;
  int n = pick(server, TRUE, session, found);
  for (int i = 0; i < n; i++) text += (lstrlenW(found[i]->field[NAME]) + 1) * sizeof(WCHAR);
  text = (text + 7) & ~(SIZE_T)7;
  WTS_PROCESS_INFO_EXW *info = allocate(n * sizeof *info + text + n * SECURITY_MAX_SID_SIZE, PROCESSES);
  WCHAR *end = (WCHAR *)(info + n);
  for (int i = 0; i < n; i++) {
    info[i].SessionId = number(found[i], ID);
    info[i].ProcessId = number(found[i], PID);
    info[i].pProcessName = append(&end, found[i]->field[NAME]);
    info[i].NumberOfThreads = 3;
    info[i].KernelTime.QuadPart = 5;
    PSID sid;
    if (!ConvertStringSidToSidW(found[i]->field[OWNER], &sid)) continue;
    info[i].pUserSid = memcpy((char *)(info + n) + text + i * SECURITY_MAX_SID_SIZE, sid, GetLengthSid(sid));
    LocalFree(sid);
  }
  *out = info;
  *count = n;
  SUCCEED(TRUE);
}

BOOL WINAPI WTSTerminateProcess(HANDLE handle, DWORD pid, DWORD code) {
  ENTER("WTSTerminateProcess", FALSE, ",\"h\":\"%p\",\"pid\":%lu,\"code\":%lu", handle, pid, code);
  SERVER_OF(handle, server);
  for (int i = 0; i < rowCount; i++) {
    if (!rows[i].isProcess || lstrcmpiW(rows[i].field[SERVER], server) || number(&rows[i], PID) != pid) continue;
    removeRow(i);
    save();
    SUCCEED(TRUE);
  }
  FAIL(ERROR_INVALID_PARAMETER, FALSE);
}

/* ---- events: any change of the table ---- */

static ULONGLONG changed(void) {
  WCHAR path[MAX_PATH];
  WIN32_FILE_ATTRIBUTE_DATA data = { 0 };
  if (GetEnvironmentVariableW(L"WTS_DOUBLE_TABLE", path, MAX_PATH)) GetFileAttributesExW(path, GetFileExInfoStandard, &data);
  return ((ULONGLONG)data.ftLastWriteTime.dwHighDateTime << 32) + data.ftLastWriteTime.dwLowDateTime;
}

BOOL WINAPI WTSWaitSystemEvent(HANDLE handle, DWORD mask, DWORD *flags) {
  ENTER("WTSWaitSystemEvent", FALSE, ",\"h\":\"%p\",\"mask\":%lu", handle, mask);
  if (!serverOf(handle)) FAIL(ERROR_INVALID_HANDLE, FALSE);
  LeaveCriticalSection(&lock);
  *flags = 0;
  if (mask == WTS_EVENT_FLUSH) { PulseEvent(flushed); return TRUE; }
  ULONGLONG before = changed();
  while (WaitForSingleObject(flushed, 20) == WAIT_TIMEOUT) if (changed() != before) { *flags = WTS_EVENT_STATECHANGE; return TRUE; }
  return TRUE;
}

/* ---- freeing ---- */

void WINAPI WTSFreeMemory(PVOID start) {
  EnterCriticalSection(&lock);
  put("{\"call\":\"WTSFreeMemory\"}");
  release(start, PLAIN, "WTSFreeMemory");
  LeaveCriticalSection(&lock);
}

BOOL WINAPI WTSFreeMemoryExW(WTS_TYPE_CLASS class, PVOID start, ULONG count) {
  EnterCriticalSection(&lock);
  put("{\"call\":\"WTSFreeMemoryExW\",\"class\":%d,\"count\":%lu}", class, count);
  BOOL done = release(start, class == WTSTypeSessionInfoLevel1 ? SESSIONS : class == WTSTypeProcessInfoLevel1 ? PROCESSES : 0,
                      "WTSFreeMemoryExW");
  if (!done) SetLastError(ERROR_INVALID_PARAMETER);
  LeaveCriticalSection(&lock);
  return done;
}

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, LPVOID reserved) {
  (void)instance; (void)reserved;
  if (reason == DLL_PROCESS_ATTACH) {
    InitializeCriticalSection(&lock);
    flushed = CreateEventW(NULL, TRUE, FALSE, NULL);
  }
  if (reason == DLL_PROCESS_DETACH) {
    int leaked = 0, open = 0;
    for (int i = 0; i < blockCount; i++) leaked += !blocks[i].freed;
    for (int i = 0; i < handleCount; i++) open += !handles[i].closed;
    put("{\"exit\":true,\"blocks\":%d,\"leaked\":%d,\"handles\":%d,\"open\":%d}", blockCount, leaked, handleCount, open);
  }
  return TRUE;
}
