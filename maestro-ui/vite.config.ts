import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const web = fileURLToPath(new URL('./src/main/web', import.meta.url));

export default defineConfig(({ command }) => ({
  root: web,
  // the server writes the path below which it is shown into the page
  base: command === 'serve' ? '/ui/' : './',
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '~': web } },
  html: command === 'serve' ? {} : { cspNonce: '__NONCE__' },
  build: {
    outDir: fileURLToPath(new URL('./target/dist', import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
  worker: { format: 'es' },
  server: {
    // the server refuses an Origin that is not its Host: leave changeOrigin off
    proxy: Object.fromEntries(
      ['/api', '/version', '/openapi.json', '/health', '/metrics'].map((path) => [
        path,
        { target: process.env.MAESTRO_URL ?? 'http://127.0.0.1:8080', changeOrigin: false },
      ]),
    ),
  },
}));
