# Monthly figures of one year: month, mean of the daily highs and lows, rain in mm, days with rain.
# Input: rows of seattle-weather.csv without the header. A summary of the year goes to the file in `summary`.
BEGIN { FS = ","; OFS = "," }
{
    month = substr($1, 6, 2) + 0
    days[month]++
    high[month] += $3
    low[month] += $4
    rain[month] += $2
    wet[month] += ($2 > 0)
    total += $2
    if (hottest == "" || $3 > hottest) { hottest = $3; hottest_day = $1 }
}
END {
    for (month = 1; month <= 12; month++) {
        if (!days[month]) continue
        printf "%02d,%.1f,%.1f,%.1f,%d\n", month, high[month] / days[month], low[month] / days[month],
            rain[month], wet[month]
    }
    printf "rain_mm=%.1f\nhottest_day=%s\nhottest=%.1f\n", total, hottest_day, hottest > summary
}
