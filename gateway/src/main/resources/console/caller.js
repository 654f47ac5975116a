// What the user's key opens: the page offers nothing else. The API decides, not this.

export class Permissions {
  #document;

  /** As the API's path `caller` tells it. */
  constructor(document) {
    this.#document = document;
  }

  get name() {
    return this.#document.name;
  }

  /** The one session that the key opens, when it is a session's own. */
  get session() {
    return this.#document.session;
  }

  get defaultNamespace() {
    return this.#document.defaultNamespace;
  }

  /** Whether this may be done with this session, `namespace/name`. */
  may(scope, id) {
    const namespace = id.split("/")[0];
    return this.#with(scope).some(
      grant => (!grant.namespaces && !grant.session) || grant.session === id || grant.namespaces?.includes(namespace));
  }

  /** Where sessions may be made: true for anywhere, else a list of namespaces. */
  get creatable() {
    const grants = this.#with("manage").filter(grant => !grant.session);
    return grants.some(grant => !grant.namespaces) || [...new Set(grants.flatMap(grant => grant.namespaces))];
  }

  #with(scope) {
    return this.#document.grants.filter(grant => grant.scopes.includes("admin") || grant.scopes.includes(scope));
  }
}
