// The only module that loads kafkajs, so that nobody meets it unpatched. Types may be imported from kafkajs itself.
import { patchKafkajs } from './patches';

patchKafkajs();

export {
  Kafka,
  KafkaJSNonRetriableError,
  KafkaJSProtocolError,
  logLevel,
  PartitionAssigners,
  Partitioners,
} from 'kafkajs';
