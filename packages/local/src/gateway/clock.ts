/** Real time plus an offset, so that the sandbox can follow a product whose clock is moved by months. */
export class SandboxClock {
  offsetMs = 0;

  constructor(private readonly realNow: () => Date) {}

  now(): Date {
    return new Date(this.realNow().getTime() + this.offsetMs);
  }

  moveTo(at: Date): void {
    this.offsetMs = at.getTime() - this.realNow().getTime();
  }
}
