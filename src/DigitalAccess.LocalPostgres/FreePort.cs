using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace DigitalAccess.LocalPostgres;

internal static class FreePort
{
    /// <summary>
    /// Below the range that the kernel gives to outgoing connections, so that the port is still ours after a stop and a start.
    /// </summary>
    internal static int Find()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: draw again.
            }
        }
    }
}
