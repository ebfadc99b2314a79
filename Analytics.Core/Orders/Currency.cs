using System.Collections.Frozen;

namespace Analytics.Core.Orders;

/// <summary>An ISO 4217 currency and its number of decimals.</summary>
/// <remarks>Each currency has exactly one instance, so reference equality is equality. Immutable and thread-safe.</remarks>
public sealed class Currency : IComparable<Currency>
{
    // ISO 4217:2015 list one, up to the amendment in Amendment: every code that has a minor unit.
    // Codes without a minor unit (metals, funds units of settlement, XXX, XTS) cannot price an order.
    private const string NoDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    private const string TwoDecimals =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY " +
        "COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR " +
        "IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD " +
        "NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP " +
        "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG";
    private const string ThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";
    private const string FourDecimals = "CLF UYW";

    /// <summary>Number of the ISO 4217 amendment that the table implements.</summary>
    public const int Amendment = 180;

    // Withdrawn codes: existing orders are read, cancelled and counted, but no new orders are accepted.
    private static readonly (string Code, int Exponent, DateOnly On)[] Withdrawn = [("BGN", 2, new DateOnly(2026, 1, 1))];

    private static readonly FrozenDictionary<string, Currency> ByCode = new[]
        {
            (NoDecimals, 0), (TwoDecimals, 2), (ThreeDecimals, 3), (FourDecimals, 4),
        }
        .SelectMany(group => group.Item1.Split(' ').Select(code => new Currency(code, group.Item2, null)))
        .Concat(Withdrawn.Select(currency => new Currency(currency.Code, currency.Exponent, currency.On)))
        .ToFrozenDictionary(currency => currency.Code, StringComparer.Ordinal);

    private static readonly Currency?[] ByIndex = Indexed();

    private Currency(string code, int exponent, DateOnly? withdrawnOn)
    {
        Code = code;
        Exponent = exponent;
        WithdrawnOn = withdrawnOn;
        Index = IndexOf(code[0], code[1], code[2]);
    }

    /// <summary>All currencies that an order may have, including withdrawn ones.</summary>
    public static IReadOnlyCollection<Currency> All => ByCode.Values;

    /// <summary>The ISO 4217 code: three capital letters.</summary>
    public string Code { get; }

    /// <summary>Number of decimals, 0 to 4: one major unit is 10 to the power of this number of minor units.</summary>
    public int Exponent { get; }

    /// <summary>Date on which ISO 4217 withdrew the currency; null if it is current.</summary>
    public DateOnly? WithdrawnOn { get; }

    /// <summary>Unique number of the currency, from 1 to 26^3: the letters of the code as base-26 digits.</summary>
    internal int Index { get; }

    /// <summary>Finds a currency by its code. The code must be in capitals.</summary>
    public static bool TryParse(string? code, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Currency? currency)
    {
        currency = null;
        return code is not null && ByCode.TryGetValue(code, out currency);
    }

    /// <summary>Finds a currency by its code in UTF-8. The code must be in capitals.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Currency? currency)
    {
        currency = null;
        if (utf8.Length == 3 && IsCapital(utf8[0]) && IsCapital(utf8[1]) && IsCapital(utf8[2]))
        {
            currency = ByIndex[IndexOf(utf8[0], utf8[1], utf8[2])];
        }

        return currency is not null;
    }

    /// <summary>Finds a currency by its code. The code must be in capitals.</summary>
    /// <exception cref="FormatException">No currency has the code.</exception>
    public static Currency Parse(string code) =>
        TryParse(code, out var currency) ? currency : throw new FormatException($"'{code}' is not an ISO 4217 currency code.");

    /// <summary>The currency with an <see cref="Index"/>.</summary>
    internal static Currency OfIndex(int index) => ByIndex[index]!;

    private static bool IsCapital(byte letter) => letter is >= (byte)'A' and <= (byte)'Z';

    private static int IndexOf(int first, int second, int third) => ((first - 'A') * 26 + second - 'A') * 26 + third - 'A' + 1;

    private static Currency?[] Indexed()
    {
        var currencies = new Currency?[IndexOf('Z', 'Z', 'Z') + 1];
        foreach (var currency in ByCode.Values)
        {
            currencies[currency.Index] = currency;
        }

        return currencies;
    }

    /// <summary>Compares currencies by code, ordinal.</summary>
    public int CompareTo(Currency? other) => string.CompareOrdinal(Code, other?.Code);

    /// <inheritdoc/>
    public override string ToString() => Code;
}
