import {
  ActionIcon,
  type ActionIconProps,
  Anchor,
  type AnchorProps,
  Button,
  type ButtonProps,
  Card,
  type CardProps,
} from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';

// Mantine's looks on the router's links; made by createLink, so that addresses stay checked by the compiler.
type AnchorElement<P> = P & Omit<ComponentProps<'a'>, keyof P>;

export const ButtonLink = createLink((props: AnchorElement<ButtonProps>) => (
  <Button component="a" {...props} />
));
export const AnchorLink = createLink((props: AnchorElement<AnchorProps>) => (
  <Anchor component="a" {...props} />
));
export const CardLink = createLink((props: AnchorElement<CardProps>) => <Card component="a" {...props} />);
export const ActionIconLink = createLink((props: AnchorElement<ActionIconProps>) => (
  <ActionIcon component="a" {...props} />
));
