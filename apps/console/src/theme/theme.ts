import {
  Alert,
  Button,
  Card,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Skeleton,
} from '@mantine/core';

/** The accent: a deep teal. */
const tide: MantineColorsTuple = [
  '#ebf7f5',
  '#d5eeea',
  '#a9dcd4',
  '#77c6bb',
  '#45ab9f',
  '#1f8f84',
  '#0f7a70',
  '#0b6b63',
  '#08554f',
  '#063f3b',
];

/** Greys with a little clay in them, so that long tables do not look cold. */
const gray: MantineColorsTuple = [
  '#faf8f5',
  '#f3f0eb',
  '#e9e4dd',
  '#dbd4ca',
  '#c2b9ad',
  '#9d9488',
  '#6b645b',
  '#514b44',
  '#36322d',
  '#211e1b',
];

const dark: MantineColorsTuple = [
  '#efebe6',
  '#cfc9c1',
  '#b3aca3',
  '#8a837a',
  '#4b4640',
  '#3a3631',
  '#2a2724',
  '#211e1c',
  '#1a1816',
  '#12100f',
];

const green: MantineColorsTuple = [
  '#eaf7ee',
  '#d3edda',
  '#a6dab5',
  '#75c58d',
  '#4bb06a',
  '#2f9850',
  '#20803f',
  '#176a33',
  '#115427',
  '#0b3d1c',
];

const amber: MantineColorsTuple = [
  '#fdf4e3',
  '#fae7c1',
  '#f5d08a',
  '#efb650',
  '#e59d24',
  '#c98310',
  '#a3670a',
  '#834f07',
  '#653d07',
  '#4a2d06',
];

/** The frame of the operator's section: a colour that no state has. */
const admin: MantineColorsTuple = [
  '#f7effa',
  '#ebdcf1',
  '#d6b8e2',
  '#bf92d1',
  '#a96fc1',
  '#9453ae',
  '#7d4196',
  '#66347b',
  '#502861',
  '#3a1d47',
];

export const theme = createTheme({
  primaryColor: 'tide',
  primaryShade: { light: 7, dark: 6 },
  colors: { tide, gray, dark, green, amber, admin },
  fontFamily: "'Plus Jakarta Sans Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  headings: {
    fontWeight: '700',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '2.25rem' },
      h2: { fontSize: '1.25rem', lineHeight: '1.75rem' },
      h3: { fontSize: '1rem', lineHeight: '1.5rem' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '10px', lg: '14px', xl: '20px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: Button.extend({ defaultProps: { size: 'md' }, styles: { label: { whiteSpace: 'normal' } } }),
    Card: Card.extend({ defaultProps: { radius: 'lg', padding: 'lg' }, classNames: { root: 'surface' } }),
    Alert: Alert.extend({ defaultProps: { radius: 'lg', variant: 'light' } }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: 'md' } }),
  },
});

/** The grounds of both schemes; everything else follows from the shades above. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#faf8f5',
    '--mantine-color-text': '#211e1b',
    '--mantine-color-dimmed': '#6b645b',
    '--mantine-color-placeholder': '#7a7268',
    '--mantine-color-anchor': 'var(--mantine-color-tide-7)',
    '--mantine-color-default': '#ffffff',
    '--mantine-color-default-border': '#dbd4ca',
    '--mantine-color-error': '#c02b2b',
    '--surface': '#ffffff',
    '--surface-raised': '#f3f0eb',
    '--hairline': '#e9e4dd',
    '--warn': 'var(--mantine-color-amber-7)',
    '--admin': 'var(--mantine-color-admin-6)',
    '--shadow': '0 1px 2px rgb(54 50 45 / 6%), 0 4px 16px rgb(54 50 45 / 5%)',
  },
  dark: {
    '--mantine-color-body': '#151312',
    '--mantine-color-text': '#efebe6',
    '--mantine-color-dimmed': '#b3aca3',
    '--mantine-color-placeholder': '#8f887f',
    '--mantine-color-anchor': 'var(--mantine-color-tide-3)',
    '--mantine-color-default': '#211e1c',
    '--mantine-color-default-border': '#3a3631',
    '--mantine-color-error': '#ff8a80',
    '--surface': '#1e1b19',
    '--surface-raised': '#2a2724',
    '--hairline': '#2f2b28',
    '--warn': 'var(--mantine-color-amber-3)',
    '--admin': 'var(--mantine-color-admin-4)',
    '--shadow': 'none',
  },
});
