using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Boai.Localhost.Host;

internal static class PortCheck
{
    /// <exception cref="LocalHostException">Another program listens there.</exception>
    public static void ThrowIfTaken(int port, string option = "--port")
    {
        if (port == 0)
        {
            return;
        }

        try
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, !OperatingSystem.IsWindows());
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            throw Taken(port, option);
        }
        catch (SocketException denied) when (denied.SocketErrorCode is SocketError.AccessDenied)
        {
            throw new LocalHostException(string.Create(
                CultureInfo.InvariantCulture, $"Port {port} may not be used by this account; choose one above 1023 with {option} <n>."), denied);
        }
    }

    public static LocalHostException Taken(int port, string option = "--port") => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Port {port} on 127.0.0.1 is taken by another program, perhaps an earlier start of this host; stop that one or choose another port with {option} <n>."));
}
