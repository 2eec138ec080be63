"""The model of the learner: what a person can do alone, and which support fits; knows no table, Flask or lesson."""
