/** The named pipes behind which the interfaces answer. [MS-TSTS] 1.9 */

/** TermSrvSession, TermSrvEnumeration and TermSrvNotification; the Local Session Manager, which always runs. */
export const LSM_API_SERVICE = 'LSM_API_service'

/** RCMPublic; absent where Remote Desktop Services is stopped. */
export const TERMSRV_API_SERVICE = 'TermSrv_API_service'

/** LegacyApi; absent where Remote Desktop Services is stopped. */
export const CTX_WINSTATION_API_SERVICE = 'Ctx_WinStation_API_service'

/** The Local Security Authority. [MS-LSAT] 2.1 */
export const LSARPC = 'lsarpc'
