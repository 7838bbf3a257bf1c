/** The part of midtrans-client 1.4.3 that is used; the published types lack `.transaction`, `.apiConfig` and the errors. */
declare module 'midtrans-client' {
  interface Options {
    isProduction: boolean;
    serverKey: string;
    clientKey: string;
  }

  /** The axios instance of one client. */
  interface Http {
    defaults: { proxy?: false; headers: { common: Record<string, string> } };
    interceptors: { request: { use(change: (config: object) => object): number } };
  }

  class Client {
    constructor(options: Options);
    apiConfig: { getCoreApiBaseUrl(): string; getSnapApiBaseUrl(): string; get(): { serverKey: string } };
    httpClient: {
      http_client: Http;
      request(method: 'post', serverKey: string, url: string, body: object): Promise<unknown>;
    };
    /** Answers are whatever JSON (or text) came with a 2xx and no error in its `status_code`. */
    transaction: {
      status(orderId: string): Promise<unknown>;
      cancel(orderId: string): Promise<unknown>;
      refund(orderId: string, body: object): Promise<unknown>;
    };
  }

  class Snap extends Client {
    createTransaction(body: object): Promise<unknown>;
  }

  class CoreApi extends Client {
    charge(body: object): Promise<unknown>;
  }

  class MidtransError extends Error {
    /** A number from HTTP, a string from a body's `status_code`, null when nothing was heard. */
    httpStatusCode: number | string | null;
    ApiResponse: unknown;
  }

  const midtrans: { Snap: typeof Snap; CoreApi: typeof CoreApi; MidtransError: typeof MidtransError };
  export default midtrans;
  export type { Client, CoreApi, MidtransError, Snap };
}
