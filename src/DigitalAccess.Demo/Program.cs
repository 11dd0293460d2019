using System.Diagnostics;
using DigitalAccess.Demo;
using DigitalAccess.LocalPostgres;

try
{
    var started = Stopwatch.StartNew();
    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, pressed) =>
    {
        pressed.Cancel = true;
        stop.Cancel();
    };
    using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(
        System.Runtime.InteropServices.PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            stop.Cancel();
        });
    await using var demo = await DemoHost.StartAsync(DemoOptions.Parse(args), Console.Out, stop.Token);
    Console.WriteLine(
        $"""

        Patrons           {demo.Addresses.Broker}
        Staff             {demo.Addresses.Broker}staff
        Newspaper kiosk   {demo.Addresses.Kiosk}
        Film service      {demo.Addresses.Film}
        PressReader       {demo.Addresses.Press}   a stand-in, by SAML
        Demo desk         {demo.Addresses.Desk}   all test cards, one-time codes, faults to switch on

        A card and PIN for each library:
        """);
    foreach (var (slug, ils) in demo.Ilss)
        Console.WriteLine($"  {slug,-10} {ils.Patron("Adult").Card}  {ils.Patron("Adult").Pin}");
    Console.WriteLine($"\nStaff: {string.Join(", ", DemoBroker.StaffEmails)}   password {demo.Secrets.StaffPassword}   codes at the demo desk");
    Console.WriteLine($"\nready after {started.Elapsed.TotalSeconds:0.0} s; Ctrl-C stops everything");
    await Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
    Console.WriteLine("stopping …");
    return 0;
}
catch (Exception e) when (e is LocalPostgresException or ArgumentException or InvalidOperationException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"demo: {e.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    return 0;
}
