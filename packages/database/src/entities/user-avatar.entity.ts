import type { AvatarType } from '@minispod/contracts/account';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('user_avatars')
export class UserAvatar {
  @PrimaryColumn({ type: 'uuid' })
  userId: string;

  @Column({ type: 'bytea' })
  content: Buffer;

  @Column({ type: 'text' })
  contentType: AvatarType;

  @Column({ type: 'text' })
  sha256: string;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;
}
