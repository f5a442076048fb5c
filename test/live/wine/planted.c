/* A wtsapi32.dll that somebody has put where a program might look first: it ends the process at once. */
#include <windows.h>

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, LPVOID reserved) {
  (void)instance; (void)reserved;
  if (reason == DLL_PROCESS_ATTACH) ExitProcess(66);
  return TRUE;
}
