"""Where each call of a session host is: pipe, interface and number, from [MS-TSTS] 1.9, 3.3.4, 3.5.4 and 3.7.4."""

INTERFACES = {
    'TermSrvSession': (r'\LSM_API_service', '484809d6-4239-471b-b5bc-61df8c23ac48', {
        'RpcOpenSession': 0, 'RpcCloseSession': 1, 'RpcConnect': 2, 'RpcDisconnect': 3, 'RpcLogoff': 4,
        'RpcGetUserName': 5, 'RpcGetTerminalName': 6, 'RpcGetState': 7, 'RpcIsSessionDesktopLocked': 8,
        'RpcShowMessageBox': 9, 'RpcGetTimes': 10, 'RpcGetSessionInformation': 12, 'RpcGetLoggedOnCount': 15,
        'RpcGetSessionType': 16, 'RpcGetSessionInformationEx': 17}),
    'TermSrvNotification': (r'\LSM_API_service', '11899a43-2b68-4a76-92e3-a3d6ad8c26ce', {
        'RpcWaitForSessionState': 0, 'RpcRegisterAsyncNotification': 1, 'RpcWaitAsyncNotification': 2,
        'RpcUnRegisterAsyncNotification': 3}),
    'TermSrvEnumeration': (r'\LSM_API_service', '88143fd0-c28d-4b2b-8fef-8d882f6a9390', {
        'RpcOpenEnum': 0, 'RpcCloseEnum': 1, 'RpcFilterByState': 2, 'RpcFilterByCallersName': 3, 'RpcGetEnumResult': 5,
        'RpcFilterBySessionType': 6, 'RpcGetEnumResultEx': 9, 'RpcGetAllSessions': 10, 'RpcGetAllSessionsEx': 11}),
    'RCMPublic': (r'\TermSrv_API_service', 'bde95fdf-eee0-45de-9e12-e5a61cd0d4fe', {
        'RpcGetClientData': 0, 'RpcGetAllListeners': 8}),
    'LegacyApi': (r'\Ctx_WinStation_API_service', '5ca4a760-ebb1-11cf-8611-00a0245420ed', {
        'RpcWinStationOpenServer': 0, 'RpcWinStationCloseServer': 1, 'RpcWinStationEnumerate': 3,
        'RpcWinStationQueryInformation': 5, 'RpcWinStationSendMessage': 7, 'RpcWinStationDisconnect': 13,
        'RpcWinStationReset': 14, 'RpcWinStationTerminateProcess': 37, 'RpcWinStationGetAllProcesses': 43,
        'RpcWinStationGetAllProcesses_NT6': 70}),
}
