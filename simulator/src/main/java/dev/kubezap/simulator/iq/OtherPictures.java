package dev.kubezap.simulator.iq;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Device;
import java.util.List;
import java.util.Optional;

/** Pictures of what is no account, such as groups. */
public interface OtherPictures {
  /** Whether an address is one of theirs. */
  boolean owns(Jid target);

  /** Where a picture is; throws {@link IqException} for who may not know, or when there is none. */
  Node asked(Device sender, Jid target, String type);

  /** Another picture, or none; the children of the result. */
  List<Node> set(Device sender, Jid target, Optional<Bytes> jpeg);
}
