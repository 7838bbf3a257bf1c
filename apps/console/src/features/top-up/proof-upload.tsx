import '@mantine/core/styles/Image.css';
import { Button, FileButton, Group, Image, Stack, Text, Title } from '@mantine/core';
import {
  MAXIMUM_PROOF,
  PROOF_PROBLEMS,
  PROOF_TYPES,
  type ProofProblem,
  type TopUpView,
} from '@minispod/contracts/wallet';
import { IconFileTypePdf, IconUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../app/problem.js';
import { queryClient } from '../../app/query-client.js';
import { sendFile } from '../../app/send-file.js';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { ProblemPanel } from '../../ui/problem-panel.js';

type Mistake = ProofProblem | 'SIZE';

interface Chosen {
  file: File;
  /** Of a picture, as a data: address: the policy of our pages allows no other. */
  preview: string | null;
}

interface ProofUploadProps {
  transactionId: string;
  /** One was sent already, and another may follow. */
  again?: boolean;
}

/** A picture or PDF that shows the transfer: chosen, looked at, then sent. */
export function ProofUpload({ transactionId, again = false }: ProofUploadProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [mistake, setMistake] = useState<Mistake | null>(null);
  const send = useMutation({
    mutationFn: (file: File) => sendFile<TopUpView>(`/api/user/wallet/topup/${transactionId}/proof`, file),
    onSuccess: (sent) => {
      setChosen(null);
      queryClient.setQueryData(trpc.wallet.topUpStatus.queryKey({ transactionId }), sent);
      queryClient.invalidateQueries({ queryKey: trpc.wallet.pathKey() });
    },
  });
  const choose = async (file: File | null) => {
    if (!file) return;
    send.reset();
    const wrong = mistakeOf(file);
    setMistake(wrong);
    setChosen(wrong ? null : { file, preview: await previewOf(file) });
  };
  return (
    <Stack gap="sm" component="section" aria-labelledby="proof" ta="start" w="100%">
      {!again && (
        <div>
          <Title order={3} id="proof">
            {t('topUp.proofTitle')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('topUp.proofText')}
          </Text>
        </div>
      )}
      {chosen && <Preview chosen={chosen} />}
      {mistake && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)">
          {t(`topUp.proofMistake.${mistake}`)}
        </Text>
      )}
      <Refusal error={send.error} />
      <Group gap="sm" justify={again ? 'center' : 'flex-start'}>
        {chosen && (
          <Button loading={send.isPending} onClick={() => send.mutate(chosen.file)}>
            {t('topUp.proofSend')}
          </Button>
        )}
        <FileButton accept={PROOF_TYPES.join(',')} onChange={choose}>
          {(props) => (
            <Button
              {...props}
              variant={chosen || again ? 'default' : 'filled'}
              disabled={send.isPending}
              leftSection={<IconUpload size={18} aria-hidden />}
            >
              {t(chosen ? 'topUp.proofOther' : again ? 'topUp.proofAgain' : 'topUp.proofChoose')}
            </Button>
          )}
        </FileButton>
      </Group>
    </Stack>
  );
}

function Preview({ chosen: { file, preview } }: { chosen: Chosen }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Group wrap="nowrap" gap="md" p="sm" bg="var(--surface-raised)" style={{ borderRadius: 14 }}>
      {preview ? (
        <Image
          src={preview}
          alt={t('topUp.proofPreview')}
          w={120}
          h={120}
          fit="contain"
          style={{ flex: 'none' }}
        />
      ) : (
        <IconFileTypePdf size={48} stroke={1.25} aria-hidden style={{ flex: 'none' }} />
      )}
      <div style={{ minWidth: 0 }}>
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {file.name}
        </Text>
        <Text size="sm" c="dimmed">
          {format.bytes(file.size)}
        </Text>
      </div>
    </Group>
  );
}

function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error) return null;
  const { code, details } = problemOf(error);
  if (code !== 'VALIDATION_ERROR' && code !== 'PAYLOAD_TOO_LARGE') return <ProblemPanel error={error} />;
  return (
    <Text role="alert" size="sm" c="var(--mantine-color-error)">
      {t(`topUp.proofMistake.${code === 'PAYLOAD_TOO_LARGE' ? 'SIZE' : problemIn(details)}`)}
    </Text>
  );
}

/** Said before anything is sent; the server looks at the content itself. */
function mistakeOf(file: File): Mistake | null {
  // Browsers that do not know the type of a phone's pictures say nothing of it.
  if (/hei[cf]/i.test(file.type || file.name)) return 'HEIC';
  if (!PROOF_TYPES.some((type) => type === file.type)) return 'TYPE';
  return file.size > MAXIMUM_PROOF ? 'SIZE' : null;
}

function problemIn(details: unknown): ProofProblem {
  const { problem } = (details ?? {}) as { problem?: string };
  return PROOF_PROBLEMS.find((known) => known === problem) ?? 'TYPE';
}

async function previewOf(file: File): Promise<string | null> {
  if (!file.type.startsWith('image/')) return null;
  const reader = new FileReader();
  return new Promise((resolve) => {
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(file);
  });
}
