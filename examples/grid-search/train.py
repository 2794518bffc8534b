"""Ridge regression of tomorrow's temperature on the last days, for one lag and each alpha; keeps the best model."""
import json
import os

p = json.load(open(os.environ["MAESTRO_PARAMS"]))
lag = p["lag"]
temps = json.load(open(p["folder"] + "/temps.json"))
cut = int(len(temps) * 0.75)
rows = [[1.0] + temps[i - lag:i] for i in range(lag, len(temps))]
wanted = temps[lag:]
n = lag + 1


def solve(a, b):
    """Gauss-Jordan."""
    for i in range(n):
        k = max(range(i, n), key=lambda r: abs(a[r][i]))
        a[i], a[k], b[i], b[k] = a[k], a[i], b[k], b[i]
        for r in range(n):
            if r != i:
                f = a[r][i] / a[i][i]
                a[r] = [x - f * z for x, z in zip(a[r], a[i])]
                b[r] -= f * b[i]
    return [b[i] / a[i][i] for i in range(n)]


best = None
for alpha in p["alphas"]:
    a = [[sum(r[i] * r[j] for r in rows[:cut]) + (alpha if i == j and i else 0.0) for j in range(n)] for i in range(n)]
    weights = solve(a, [sum(r[i] * v for r, v in zip(rows[:cut], wanted)) for i in range(n)])
    errors = [sum(c * x for c, x in zip(weights, r)) - v for r, v in zip(rows[cut:], wanted[cut:])]
    rmse = (sum(e * e for e in errors) / len(errors)) ** 0.5
    print(f"lag {lag} alpha {alpha}: rmse {rmse:.4f}")
    if best is None or rmse < best["rmse"]:
        best = {"lag": lag, "alpha": alpha, "weights": weights, "rmse": rmse}

model = f'{p["folder"]}/model-{lag}.json'
json.dump(best, open(model, "w"))
json.dump({"rmse": best["rmse"], "model": model}, open(os.environ["MAESTRO_OUTPUT"], "w"))
