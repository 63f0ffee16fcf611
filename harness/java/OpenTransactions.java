import java.io.BufferedReader;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.common.TopicPartition;

/** OpenTransactions BROKERS TOPIC: prints how many producers have a transaction open in the topic. */
public final class OpenTransactions {
  static void run(String[] args, BufferedReader in, PrintStream out) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", args[0]))) {
      List<TopicPartition> partitions =
          admin.describeTopics(List.of(args[1])).allTopicNames().get().get(args[1]).partitions().stream()
              .map(info -> new TopicPartition(args[1], info.partition()))
              .toList();
      Map<TopicPartition, PartitionProducerState> states = admin.describeProducers(partitions).all().get();
      long open =
          states.values().stream()
              .flatMap(state -> state.activeProducers().stream())
              .filter(producer -> producer.currentTransactionStartOffset().isPresent())
              .count();
      out.println(open);
    }
  }
}
