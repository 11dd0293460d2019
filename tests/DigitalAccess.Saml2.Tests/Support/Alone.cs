namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>Times and memory of the process are measured, so nothing runs beside it.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;
