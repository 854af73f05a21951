import type { Metadata, Viewport } from 'next';
import { themeScript } from '../lib/theme.ts';
import { Providers } from '../shell/providers.tsx';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Breakwater', template: '%s · Breakwater' },
  description:
    'Kill switches with proof, gradual rollouts, learned baselines, incidents that name their origin',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: dark)', color: '#0a0d12' },
    { media: '(prefers-color-scheme: light)', color: '#f4f6f8' },
  ],
};

export default function RootLayout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours that must run before the first paint */}
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
