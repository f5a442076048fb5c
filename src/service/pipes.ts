/** The pipes that the service answers, in the order of its systemd sockets. */
import { CTX_WINSTATION_API_SERVICE, LSM_API_SERVICE, TERMSRV_API_SERVICE } from '../tsts/pipes.ts'

export const PIPES = [LSM_API_SERVICE, TERMSRV_API_SERVICE, CTX_WINSTATION_API_SERVICE] as const
