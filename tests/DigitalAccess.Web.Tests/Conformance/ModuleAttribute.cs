using System.Runtime.CompilerServices;

namespace DigitalAccess.Web.Tests.Conformance;

/// <summary>A module of the OpenID Foundation's conformance suite, done over by us under its own name.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ModuleAttribute : FactAttribute
{
    /// <param name="name">As the Foundation calls it.</param>
    /// <param name="checks">What ours looks at, in a line for docs/conformance.md.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    public ModuleAttribute(string name, string checks, [CallerFilePath] string? path = null, [CallerLineNumber] int line = -1)
        : base(path, line)
    {
        (Checks, DisplayName) = (checks, name);
    }

    public string Name => DisplayName!;
    public string Checks { get; }
}

/// <summary>The certification plan that a class's modules belong to.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PlanAttribute(string name, int order) : Attribute
{
    public string Name { get; } = name;
    public int Order { get; } = order;
}
