import './theme/styles.js';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import { startTexts } from './texts/locale.js';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
await startTexts();
createRoot(root).render(<App />);
