import '@mantine/core/styles/ScrollArea.css';
import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Modal, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useClose } from '../app/stay.js';

interface ConfirmProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog that asks once more, open from the start; its children bring the buttons. */
export function Confirm({ title, onClose, children }: ConfirmProps) {
  const { t } = useTranslation();
  const { close, isOnItsWay } = useClose(onClose);
  const isPhone = useMediaQuery('(max-width: 47.99em)');
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      centered
      fullScreen={isPhone}
      radius="lg"
      closeButtonProps={{ 'aria-label': t('common.close'), disabled: isOnItsWay }}
      styles={{ title: { fontSize: '1.25rem', fontWeight: 700 } }}
    >
      <fieldset disabled={isOnItsWay} className="plain">
        <Stack gap="md">{children}</Stack>
      </fieldset>
    </Modal>
  );
}
