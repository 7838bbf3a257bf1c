import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDotenv, writeDotenv } from './dotenv.js';

const read = (text: string) => Object.fromEntries(readDotenv(text).entries);

describe('.env text', () => {
  it('is read as people write it', () => {
    const text = [
      '# mail',
      'SMTP_HOST=mail.example.co.id',
      'export SMTP_PORT = 587',
      'GREETING="Halo, \\"Siti\\"\\nApa kabar" # friendly',
      "PATTERN='^[a-z]+#$'",
      'EMPTY=',
      'URL=https://example.test/?a=b',
      'NOTE=plain # comment',
    ].join('\r\n');
    expect(read(text)).toEqual({
      SMTP_HOST: 'mail.example.co.id',
      SMTP_PORT: '587',
      GREETING: 'Halo, "Siti"\nApa kabar',
      PATTERN: '^[a-z]+#$',
      EMPTY: '',
      URL: 'https://example.test/?a=b',
      NOTE: 'plain',
    });
  });

  it('may hold a key over several lines', () => {
    expect(read('KEY="-----BEGIN\nabc\n-----END"\nA=1')).toEqual({
      KEY: '-----BEGIN\nabc\n-----END',
      A: '1',
    });
  });

  it('may quote with backticks, over several lines too', () => {
    expect(read('A=`say "hi", it\'s me` # both\nB=`one\ntwo`\nC=1')).toEqual({
      A: `say "hi", it's me`,
      B: 'one\ntwo',
      C: '1',
    });
  });

  it('tells a comment behind nothing from a value that begins with #', () => {
    expect(read('EMPTY= # to be filled in\nTABBED=\t# too\nCOLOUR=#0f7a70\nPASSWORD=a#b')).toEqual({
      EMPTY: '',
      TABBED: '',
      COLOUR: '#0f7a70',
      PASSWORD: 'a#b',
    });
  });

  it('names the lines it cannot read and goes on', () => {
    expect(readDotenv('A=1\nnonsense\nB="open\nC=3')).toEqual({
      entries: [
        ['A', '1'],
        ['C', '3'],
      ],
      unread: [{ line: 2 }, { line: 3 }],
    });
  });

  it('never replaces anything within a value', () => {
    expect(read('A=$HOME\nB="$A"\nC=x`id`')).toEqual({ A: '$HOME', B: '$A', C: 'x`id`' });
  });

  it('is read back as it was written, whatever the value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(read(writeDotenv([{ name: 'A', value }]))).toEqual({ A: value });
      }),
    );
  });
});
