using System.Net;
using System.Net.Sockets;

namespace DigitalAccess.Simulators;

/// <summary>A port that nobody listens on just now, for servers that must know their own address before they start.</summary>
public static class FreePort
{
    public static int Take()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
