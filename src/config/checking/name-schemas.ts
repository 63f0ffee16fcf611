// Names that options accept.
import { matching } from './expectations';

const TOPIC = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/;

export const gatewayName = matching(/^[a-z0-9-]{1,40}$/, "1 to 40 characters of a-z, 0-9 and '-'");
export const topicName = matching(TOPIC, "a topic name: 1 to 249 characters of letters, digits, '.', '_' and '-'");
export const freeName = matching(/^[\x21-\x7e]{1,255}$/, '1 to 255 visible ASCII characters without spaces');
export const deploymentName = matching(/^[A-Za-z0-9_-]{1,100}$/, "1 to 100 letters, digits, '_' and '-'");
export const buildId = matching(/^[A-Za-z0-9._+-]{1,100}$/, "1 to 100 letters, digits, '.', '_', '+' and '-'");
export const filePath = matching(/^[^\0]+$/, 'the path of a file');
export const handlerName = matching(
  /^(?!__|default$|sluice)[A-Za-z_$][\w$]{0,99}$/,
  "the export name of a handler, not starting with 'sluice' or '__'",
);
