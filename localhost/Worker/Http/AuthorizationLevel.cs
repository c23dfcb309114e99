namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Which key a caller must show. On this machine no keys exist: like the Core Tools, the local host lets every call through, whatever
/// the level; an app that must tell callers apart does so itself.
/// </summary>
public enum AuthorizationLevel
{
    /// <summary>No key.</summary>
    Anonymous = 0,

    /// <summary>A signed-in user.</summary>
    User = 1,

    /// <summary>A key of the function or of the host.</summary>
    Function = 2,

    /// <summary>The master key, for the platform's own calls.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}
