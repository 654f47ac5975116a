package dev.kubezap.gateway;

import dev.kubezap.gateway.api.Sessions;
import dev.kubezap.gateway.stats.FleetStats;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;

/** Offers the parts of the running gateway to the resources that answer requests. */
@ApplicationScoped
public class GatewayBeans {

  private final GatewayProcess process;

  @Inject
  GatewayBeans(GatewayProcess process) {
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
