using System.Security.Principal;
using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Sasl;
using Amqp.Types;

namespace Boai.Localhost.ServiceBus;

/// <summary>Comes in without a name; rights are proved later by put-token. ANONYMOUS, and MSSBCBS as some clients call it.</summary>
internal class NamelessSasl(string mechanism) : SaslProfile(new Symbol(mechanism))
{
    protected override ITransport UpgradeTransport(ITransport transport) => new HeaderFirstTransport((IAsyncTransport)transport);

    protected override DescribedList GetStartCommand(string hostname) =>
        throw new InvalidOperationException("Only the client starts a SASL exchange.");

    protected override DescribedList OnCommand(DescribedList command) => new SaslOutcome { Code = Check((SaslInit)command) };

    protected virtual SaslCode Check(SaslInit init) => SaslCode.Ok;
}

/// <summary>Name and key at once, for clients that know nothing of put-token.</summary>
internal sealed class PlainSasl(string keyName, string key) : NamelessSasl("PLAIN"), IAuthenticated
{
    /// <summary>Whoever passes is the holder of the one key.</summary>
    public IPrincipal Principal { get; } = new GenericPrincipal(new GenericIdentity(keyName, "PLAIN"), []);

    protected override SaslCode Check(SaslInit init) =>
        Encoding.UTF8.GetString(init.InitialResponse ?? []).Split('\0') is [_, var name, var password] && name == keyName && password == key
            ? SaslCode.Ok
            : SaslCode.Auth;
}
