import { router } from '../../trpc/procedures.js';
import { loginProcedure } from './login.js';
import { logoutProcedure } from './logout.js';
import { meProcedure } from './me.js';
import { refreshProcedure } from './refresh.js';
import { registerProcedure } from './register.js';
import { updateProfileProcedure } from './update-profile.js';

export const authRouter = router({
  register: registerProcedure,
  login: loginProcedure,
  refresh: refreshProcedure,
  logout: logoutProcedure,
  me: meProcedure,
  updateProfile: updateProfileProcedure,
});
