/** CRC-16/CCITT-FALSE (poly 0x1021, init 0xFFFF), four upper-case hex digits: EMV QR tag 63. */
export function qrisCrc(text: string): string {
  let crc = 0xffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++)
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

const tlv = (id: string, value: string) => `${id}${value.length.toString().padStart(2, '0')}${value}`;

/**
 * A dynamic QRIS payload that every reader decodes and no bank can pay: real apps would pay a sandbox code of a real
 * acquirer, so the acquirer here is a reserved example domain and all numbers are zero.
 * @param amount whole rupiah
 */
export function sandboxQris(orderId: string, amount: number): string {
  const payload = [
    tlv('00', '01'),
    tlv('01', '12'),
    tlv('26', [tlv('00', 'COM.EXAMPLE.SANDBOX'), tlv('01', '0'.repeat(18)), tlv('03', 'UMI')].join('')),
    tlv('51', [tlv('00', 'ID.CO.QRIS.WWW'), tlv('02', `ID${'0'.repeat(13)}`), tlv('03', 'UMI')].join('')),
    tlv('52', '7372'),
    tlv('53', '360'),
    tlv('54', String(amount)),
    tlv('58', 'ID'),
    tlv('59', 'MINISPOD SANDBOX'),
    tlv('60', 'NOT PAYABLE'),
    tlv('61', '00000'),
    // Tag 62.05 holds 25 characters; the end of a UUIDv7 is its random part.
    tlv('62', [tlv('05', orderId.slice(-25)), tlv('07', 'SANDBOX')].join('')),
    '6304',
  ].join('');
  return payload + qrisCrc(payload);
}
