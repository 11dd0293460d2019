using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Running;
using DigitalAccess.Benchmarks.Load;

// Whole flows through a running broker are a measurement of their own: see Load/LoadCommand.cs.
switch (args)
{
    case ["load", ..]:
        return await LoadCommand.RunAsync(args[1..]);
    case ["bare", var port, var connection]:
        await BareOpenIddict.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), connection);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args);
        return 0;
}
