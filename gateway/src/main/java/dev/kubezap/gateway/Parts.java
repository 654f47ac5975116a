package dev.kubezap.gateway;

import dev.kubezap.gateway.api.Sessions;
import dev.kubezap.gateway.stats.FleetStats;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;

/** Gives the paths of the API the parts of the running gateway. */
@ApplicationScoped
public class Parts {

  private final GatewayProcess process;

  @Inject
  Parts(GatewayProcess process) {
    this.process = process;
  }

  /** No request passes the front before the gateway has started. */
  @Produces
  @Dependent
  Sessions sessions() {
    return process.gateway().orElseThrow().sessions();
  }

  /** Likewise. */
  @Produces
  @Dependent
  FleetStats stats() {
    return process.gateway().orElseThrow().stats();
  }
}
