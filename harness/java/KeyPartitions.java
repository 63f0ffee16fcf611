import java.io.BufferedReader;
import java.io.PrintStream;
import java.util.Base64;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** KeyPartitions PARTITIONS: for each key on its input, a line of base64, the partition that Java clients choose. */
public final class KeyPartitions {
  static void run(String[] args, BufferedReader in, PrintStream out) throws Exception {
    int partitions = Integer.parseInt(args[0]);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(BuiltInPartitioner.partitionForKey(Base64.getDecoder().decode(line), partitions));
    }
  }
}
