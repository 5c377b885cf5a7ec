// A screen that nobody sees, for browsers that have no WebGL without one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

// Returns the environment for a browser that is to show itself there, and how to end it.
export async function openDisplay() {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const failed = once(server, 'error').then(([error]) => {
    throw new Error(`Xvfb does not start (Debian package xvfb): ${error.message}`);
  });
  const [number] = await Promise.race([once(server.stdio[3], 'data'), failed]);
  failed.catch(() => {});
  return {
    env: { ...process.env, DISPLAY: `:${String(number).trim()}`, LIBGL_ALWAYS_SOFTWARE: '1' },
    close: () => server.kill(),
  };
}
