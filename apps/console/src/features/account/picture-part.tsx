import { Button, FileButton, Group, Stack, Text } from '@mantine/core';
import { AVATAR_TYPES, type UserView } from '@minispod/contracts/account';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../app/problem.js';
import { removeFile, sendFile } from '../../app/send-file.js';
import { enterSession } from '../../app/session.js';
import { Portrait } from '../../ui/portrait.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import classes from './picture-part.module.css';
import { squared } from './squared.js';

const PATH = '/api/auth/me/avatar';

/** The picture beside one's name; made small here, so that any photo will do and nothing else of it is sent. */
export function PicturePart({ user }: { user: UserView }) {
  const { t } = useTranslation();
  const onSuccess = (saved: UserView) => enterSession({ user: saved });
  const send = useMutation({
    mutationFn: async (file: File) => sendFile<UserView>(PATH, await squared(file)),
    onSuccess,
  });
  const remove = useMutation({ mutationFn: () => removeFile<UserView>(PATH), onSuccess });
  const error = send.error ?? remove.error;
  const isNoPicture =
    error && (error instanceof DOMException || problemOf(error).code === 'VALIDATION_ERROR');
  return (
    <Stack gap="xs" mb="md">
      <Group gap="md">
        <Portrait user={user} className={classes.large} />
        <FileButton accept={AVATAR_TYPES.join(',')} onChange={(file) => file && send.mutate(file)}>
          {(props) => (
            <Button {...props} variant="default" loading={send.isPending}>
              {t('account.picture.choose')}
            </Button>
          )}
        </FileButton>
        {user.avatar !== null && (
          <Button variant="subtle" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('account.picture.remove')}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {t('account.picture.text')}
      </Text>
      {isNoPicture ? (
        <Text size="sm" role="alert" c="var(--mantine-color-error)">
          {t('account.picture.wrong')}
        </Text>
      ) : (
        error && <ProblemPanel error={error} />
      )}
    </Stack>
  );
}
