import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '~': fileURLToPath(new URL('./src/main/web', import.meta.url)) } },
  test: {
    environment: 'jsdom',
    testTimeout: 30_000,
    include: ['src/test/web/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/web/setup.ts'],
  },
});
