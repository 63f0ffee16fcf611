export type { EngineHandle, Progress } from './engine-handle';
export { kafkaClusterId, startKafka, type KafkaMember, type KafkaOptions } from './start-kafka';
export { startTemporal, type TemporalOptions } from './start-temporal';
export { stateDirectories, type StateDirectories } from './state-directories';
